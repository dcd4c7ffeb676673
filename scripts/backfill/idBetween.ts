/** Characters of generated ids, in Firestore's order; all are safe in any position of an id. */
const ALPHABET = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)).filter(
  (character) => !['.', '/', '_'].includes(character),
);

/** Characters compared after the common prefix of two ids. */
const PRECISION = 4;

/**
 * An id about halfway between two others in byte order, or null if none is found. A null upper id means the
 * end of all ids. Non-ASCII characters are treated as the last of the alphabet.
 */
export function idBetween(low: string, high: string | null): string | null {
  const length = commonLength(low, high ?? '') + PRECISION;
  const base = BigInt(ALPHABET.length + 1);
  const from = toNumber(low, length, base);
  const to = high === null ? base ** BigInt(length) - 1n : toNumber(high, length, base);
  const middle = toId((from + to) / 2n, length, base);
  const isBetween = compareIds(low, middle) < 0 && (high === null || compareIds(middle, high) < 0);
  return isBetween ? middle : null;
}

/** Compares ids in Firestore's order, by their UTF-8 bytes. */
function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** The first characters of an id as the digits of a number; 0 means no character. */
function toNumber(id: string, length: number, base: bigint): bigint {
  let number = 0n;
  for (let index = 0; index < length; index += 1) {
    number = number * base + BigInt(digitOf(id[index]));
  }
  return number;
}

function digitOf(character: string | undefined): number {
  if (character === undefined) return 0;
  return ALPHABET.filter((other) => other <= character).length;
}

function toId(number: bigint, length: number, base: bigint): string {
  let id = '';
  for (let rest = number, index = 0; index < length; index += 1, rest /= base) {
    // Digit 0 (no character) cannot occur inside an id, so use the smallest character instead.
    id = (ALPHABET[Math.max(Number(rest % base), 1) - 1] ?? '') + id;
  }
  return id;
}
