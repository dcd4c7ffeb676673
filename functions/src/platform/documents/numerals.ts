import { tidyText } from '../text/tidyText.ts';
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

/** Decimal text with or without an exponent, as in `1.567e9`; JavaScript writes a BigInt as `12n`. */
const NUMERAL = /^[+-]?(?=\.?\d)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:e(?<exponent>[+-]?\d{1,2})|n)?$/i;

/** Digits of any script: ٤, ४ and ４ are 4. */
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;

/**
 * A number as decimal text, with all its digits: a JSON number, a 64-bit integer, or a map that an exporter made of
 * one. Null for anything else, NaN and infinity included; minus zero is zero.
 */
export function toNumeral(value: Json | undefined): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? toDecimal(String(value)) : null;
  const entries = mapEntries(value);
  const key = NUMBER_KEYS.find((name) => entries.has(name));
  if (key === undefined || entries.size > 1) return null;
  const number = entries.get(key);
  return typeof number === 'string' || typeof number === 'number' ? toDecimal(String(number)) : null;
}

/** {@link toNumeral}, also of text that is a number: in digits of any script, with an exponent, or in an exporter's map. */
export function toNumeralOrText(value: Json | undefined): string | null {
  const text = typeof value === 'string' ? value : mapEntries(value).get('stringValue');
  return typeof text === 'string' ? toDecimal(withAsciiDigits(text)) : toNumeral(value);
}

/** A text with the digits of every script as 0 to 9, and the Arabic decimal separator as a point. */
export function withAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGIT, (digit) => String(digitValue(digit))).replaceAll('٫', '.');
}

/** Unicode has the digits of a script in order, from zero to nine. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

/** Writes a number out, with its leading zeros. */
function toDecimal(written: string): string | null {
  const text = tidyText(written);
  const { whole = '', fraction = '', exponent } = NUMERAL.exec(text)?.groups ?? {};
  if (whole + fraction === '') return null;
  const sign = text.startsWith('-') ? '-' : '';
  const decimal =
    sign + (exponent === undefined ? join(whole, fraction) : shift(whole, fraction, Number(exponent)));
  return Number(decimal) === 0 ? '0' : DECIMAL.test(decimal) ? decimal : null;
}

/** Shifts the decimal point `exponent` places to the right. */
function shift(whole: string, fraction: string, exponent: number): string {
  const digits = '0'.repeat(Math.max(-exponent, 0)) + whole + fraction + '0'.repeat(Math.max(exponent, 0));
  const point = Math.max(-exponent, 0) + whole.length + exponent;
  return join(digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point).replace(/(?<!0)0+$/, ''));
}

function join(whole: string, fraction: string): string {
  return (whole || '0') + (fraction && '.') + fraction;
}
