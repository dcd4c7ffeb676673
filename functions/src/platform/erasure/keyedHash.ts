import { createHmac } from 'node:crypto';
import { erasureKey, UnusableParameter } from '../config.ts';

/** What is hashed, so that an id and a path of the same text differ. */
type Kind = 'person' | 'document' | 'key';

let key: Buffer | undefined;

/** The hash by which the ledger of erasures knows a person. @throws UnusableParameter without a usable ERASURE_KEY */
export function personHash(uid: string): Buffer {
  return keyedHash('person', uid);
}

/** The hash that stands for the tombstone of a document. @throws UnusableParameter like {@link personHash} */
export function documentHash(path: string): Buffer {
  return keyedHash('document', path);
}

/** Tells keys apart, so that a ledger is never read with another key. @throws UnusableParameter like {@link personHash} */
export function keyFingerprint(): Buffer {
  return keyedHash('key', '');
}

/** HMAC-SHA-256 (RFC 2104). */
function keyedHash(kind: Kind, text: string): Buffer {
  key ??= parseKey(erasureKey.value());
  return createHmac('sha256', key).update(`${kind}:${text}`).digest();
}

function parseKey(text: string): Buffer {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length < 32) {
    throw new UnusableParameter(
      'ERASURE_KEY is missing or shorter than 32 bytes: set it to the output of "openssl rand -base64 32", once and for good.',
    );
  }
  return bytes;
}
