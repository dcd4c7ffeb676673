import type { Json } from './json.ts';
import { mapEntries } from './mapEntries.ts';

/** Keys under which exporters keep a number: MongoDB's and Firestore's own JSON, and the lossless JSON. */
const NUMBER_KEYS = [
  '$int64',
  '$double',
  '$numberInt',
  '$numberLong',
  '$numberDouble',
  '$numberDecimal',
  'integerValue',
  'doubleValue',
];

const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * A number as decimal text, with all its digits: a JSON number, a 64-bit integer, or a map that an exporter made of
 * one. Null for anything else, NaN and infinity included; minus zero is zero.
 */
export function toNumeral(value: Json | undefined): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  const entries = mapEntries(value);
  const key = NUMBER_KEYS.find((name) => entries.has(name));
  if (key === undefined || entries.size > 1) return null;
  const number = entries.get(key);
  const digits = typeof number === 'string' || typeof number === 'number' ? String(number).trim() : '';
  if (!DECIMAL.test(digits)) return null;
  return Number(digits) === 0 ? '0' : digits;
}

/** {@link toNumeral}, also of text that is a decimal number. */
export function toNumeralOrText(value: Json | undefined): string | null {
  if (typeof value !== 'string') return toNumeral(value);
  const text = value.trim();
  return DECIMAL.test(text) ? text : null;
}
