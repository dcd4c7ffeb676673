/** Characters of the ids that lie between others, in Firestore's order: safe in any position of an id. */
const ALPHABET = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)).filter(
  (character) => !['.', '/', '_'].includes(character),
);

/** Characters that are looked at behind what two ids have in common. */
const PRECISION = 4;

/**
 * An id about halfway between two others in the order of their bytes, or null when there is none to be
 * found. `null` as the upper one stands for the end of all ids. Ids with other characters than ASCII are
 * placed as if those were the last ones.
 */
export function between(low: string, high: string | null): string | null {
  const length = commonLength(low, high ?? '') + PRECISION;
  const base = BigInt(ALPHABET.length + 1);
  const from = toNumber(low, length, base);
  const to = high === null ? base ** BigInt(length) - 1n : toNumber(high, length, base);
  const middle = toId((from + to) / 2n, length, base);
  const isBetween = compareIds(low, middle) < 0 && (high === null || compareIds(middle, high) < 0);
  return isBetween ? middle : null;
}

/** Firestore's order of ids: by their bytes in UTF-8. */
function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** The id's first characters as digits; 0 stands for no character. */
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
    // No character cannot stand between characters: the smallest one does.
    id = (ALPHABET[Math.max(Number(rest % base), 1) - 1] ?? '') + id;
  }
  return id;
}
