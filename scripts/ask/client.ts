import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteApp, FirebaseError, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, signInWithCustomToken } from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import { getApps, initializeApp as initializeAdminApp } from 'firebase-admin/app';
import { getAuth as getAdminAuth } from 'firebase-admin/auth';
import { initialize } from '../../functions/src/platform/app.ts';
import { firestore as openFirestore, type Firestore } from '../../functions/src/platform/firestore.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { PROJECT } from '../local/project.ts';

/** Where the callables are, and what signs people in. */
export interface Client {
  app: FirebaseApp;
  region: string;
  firestore: Firestore;
  isLocal: boolean;
}

export interface ClientOptions {
  /** A deployed project; the local stack when undefined. */
  project?: string | undefined;
  apiKey?: string | undefined;
  region: string;
  portOffset: number;
}

/** Connects to the local stack or to a deployed project. @throws Error that says what to start or set */
export async function connectClient(cleanup: Cleanup, options: ClientOptions): Promise<Client> {
  const { project, region } = options;
  const app = project === undefined ? await connectLocal(options) : connectDeployed(project, options.apiKey);
  cleanup(() => deleteApp(app));
  // The functions have a copy of the Admin SDK of their own: this initialises the one that creates tokens.
  if (getApps().length === 0) initializeAdminApp({ projectId: project ?? PROJECT });
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());
  return { app, region, firestore, isLocal: project === undefined };
}

/** Calls a callable as a person and resolves to its answer. @throws Error with the callable's own message */
export async function askAs(
  { app, region, isLocal }: Client,
  uid: string,
  callable: string,
  input: unknown,
): Promise<unknown> {
  try {
    await signInWithCustomToken(getAuth(app), await getAdminAuth().createCustomToken(uid));
    const { data } = await httpsCallable(getFunctions(app, region), callable)(input);
    return data;
  } catch (error) {
    throw explained(error, isLocal);
  }
}

async function connectLocal({ region, portOffset }: ClientOptions): Promise<FirebaseApp> {
  const { emulators } = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as {
    emulators: Record<'auth' | 'firestore' | 'functions', { port: number }>;
  };
  const port = (name: keyof typeof emulators): number => emulators[name].port + portOffset;
  process.env['FIRESTORE_EMULATOR_HOST'] = `127.0.0.1:${String(port('firestore'))}`;
  process.env['FIREBASE_AUTH_EMULATOR_HOST'] = `127.0.0.1:${String(port('auth'))}`;
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  await assertRunning(port('functions'));
  initialize(PROJECT);
  const app = initializeApp({ projectId: PROJECT, apiKey: 'local' });
  connectAuthEmulator(getAuth(app), `http://${process.env['FIREBASE_AUTH_EMULATOR_HOST']}`, {
    disableWarnings: true,
  });
  connectFunctionsEmulator(getFunctions(app, region), '127.0.0.1', port('functions'));
  return app;
}

async function assertRunning(port: number): Promise<void> {
  try {
    await fetch(`http://127.0.0.1:${String(port)}/`);
  } catch {
    throw new Error(
      `The local stack is not running on port ${String(port)}: start it with "npm start", or pass its --port-offset.`,
    );
  }
}

function connectDeployed(project: string, apiKey = process.env['FIREBASE_API_KEY']): FirebaseApp {
  if (apiKey === undefined) {
    throw new Error(
      'A deployed project needs its web API key: pass --api-key, or set FIREBASE_API_KEY (Firebase console, project settings).',
    );
  }
  initialize(project);
  return initializeApp({ projectId: project, apiKey });
}

/** A refusal in one sentence per fault. */
function explained(error: unknown, isLocal: boolean): Error {
  if (!(error instanceof FirebaseError)) return error instanceof Error ? error : new Error(String(error));
  const { code } = error;
  // The SDK appends the HTTP status.
  const message = error.message.replace(/ \[\d+\]$/, '');
  if (isLocal && code === 'functions/internal') {
    return new Error(`${code}: ${message}. The log that "npm start" names says what failed.`);
  }
  return new Error(`${code.replace('functions/', '')}: ${message}`);
}
