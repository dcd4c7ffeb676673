import { createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateMaker } from './certificates.ts';

/** Signs tokens as Google does: RS256, with the id of the key in the header. */
export class TokenSigner {
  readonly kid: string;
  /** In PEM, as Google publishes those of ID tokens. */
  readonly certificate: string;
  readonly #key: KeyObject;

  private constructor(kid: string, certificate: string, key: string) {
    this.kid = kid;
    this.certificate = certificate;
    this.#key = createPrivateKey(key);
  }

  static async create(kid: string): Promise<TokenSigner> {
    const directory = await mkdtemp(join(tmpdir(), 'talent-signer-'));
    try {
      const { cert, key } = await new CertificateMaker(directory).selfSigned('signer', undefined, 'rsa');
      return new TokenSigner(kid, await readFile(cert, 'utf8'), await readFile(key, 'utf8'));
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  /** The public key, as Google publishes those of App Check. */
  get jwk(): JsonWebKey {
    return {
      ...createPublicKey(this.certificate).export({ format: 'jwk' }),
      kid: this.kid,
      use: 'sig',
      alg: 'RS256',
    };
  }

  sign(payload: object, kid = this.kid): string {
    const content = unsigned({ alg: 'RS256', typ: 'JWT', kid }, payload);
    return `${content}.${sign('sha256', Buffer.from(content), this.#key).toString('base64url')}`;
  }
}

/** The header and the payload of a token. */
export function unsigned(header: object, payload: object): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
