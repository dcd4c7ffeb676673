import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { deleteApp, getApps, initializeApp } from 'firebase-admin/app';
import { initialize } from '../../src/platform/app.ts';
import { PROJECT } from './environment.ts';
import { InMemoryAgent } from './inMemoryAgent.ts';
import { TokenSigner } from './tokenSigner.ts';

/** An account of Firebase Authentication. */
interface Account {
  disabled?: boolean;
  /** Tokens of earlier sign-ins are revoked; in seconds since 1970. */
  validSince?: number;
  claims?: object;
}

const ACCESS_TOKEN = 'stand-in';

/**
 * What the Admin SDK asks Google: which keys sign ID tokens and App Check tokens, what an account is now, and whether an
 * App Check token was used before. Unlike the emulators, it leaves verification to the SDK.
 */
export class GoogleStandIn {
  /** By uid. */
  readonly accounts = new Map<string, Account>();
  /** The accounts that were looked up, in order. */
  readonly lookUps: string[] = [];
  readonly signer: TokenSigner;
  isDown = false;
  readonly #usedAppChecks = new Set<string>();

  private constructor(signer: TokenSigner) {
    this.signer = signer;
  }

  /** From now on, the default app of this process asks the stand-in. */
  static async start(cleanup: (undo: () => Promise<void>) => void): Promise<GoogleStandIn> {
    const google = new GoogleStandIn(await TokenSigner.create('key-of-google'));
    const server = createServer((request, response) => void google.#answer(request, response));
    await deleteDefaultApp();
    initializeApp({
      projectId: PROJECT,
      credential: { getAccessToken: () => Promise.resolve({ access_token: ACCESS_TOKEN, expires_in: 3600 }) },
      httpAgent: new InMemoryAgent(server),
    });
    cleanup(async () => {
      await deleteDefaultApp();
      // Other suites of this process expect what index.ts has initialised.
      initialize();
    });
    return google;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#reply(`${String(request.headers.host)}${String(request.url)}`, request);
    // The SDK would ask again after 503.
    const status = reply === null || this.isDown ? 500 : 200;
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' });
    response.end(JSON.stringify(this.isDown ? {} : reply));
  }

  /** Null for whatever Google would not answer. */
  async #reply(url: string, request: IncomingMessage): Promise<object | null> {
    if (url === 'www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com')
      return { [this.signer.kid]: this.signer.certificate };
    if (url === 'firebaseappcheck.googleapis.com/v1/jwks') return { keys: [this.signer.jwk] };
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) return null;
    if (url === `identitytoolkit.googleapis.com/v1/projects/${PROJECT}/accounts:lookup`)
      return this.#lookUp((await json(request)) as { localId: [string] });
    if (url === `firebaseappcheck.googleapis.com/v1beta/projects/${PROJECT}:verifyAppCheckToken`)
      return this.#consume((await json(request)) as { app_check_token: string });
    return null;
  }

  #lookUp({ localId: [uid] }: { localId: [string] }): object {
    this.lookUps.push(uid);
    const account = this.accounts.get(uid);
    if (account === undefined) return {};
    const { disabled = false, validSince = 0, claims = {} } = account;
    const [since, customAttributes] = [String(validSince), JSON.stringify(claims)];
    return { users: [{ localId: uid, disabled, validSince: since, customAttributes }] };
  }

  #consume({ app_check_token: token }: { app_check_token: string }): object {
    const alreadyConsumed = this.#usedAppChecks.has(token);
    this.#usedAppChecks.add(token);
    return { alreadyConsumed };
  }
}

async function deleteDefaultApp(): Promise<void> {
  await Promise.all(getApps().flatMap((app) => (app.name === '[DEFAULT]' ? [deleteApp(app)] : [])));
}
