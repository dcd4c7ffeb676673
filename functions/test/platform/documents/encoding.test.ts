import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentReference, GeoPoint, Timestamp, FieldValue } from 'firebase-admin/firestore';
import { decodeMap } from '../../support/decode.ts';
import { type Json } from '../../../src/platform/documents/json.ts';
import { encode, encodeMap, isoNanoseconds } from '../../../src/platform/documents/encoding.ts';

describe('the lossless encoding', () => {
  const examples: [what: string, value: unknown, json: Json][] = [
    ['null', null, null],
    ['a boolean', false, false],
    ['text with emoji', 'naïve 👩‍🎓', 'naïve 👩‍🎓'],
    ['a double', 0.1, 0.1],
    ['an integer', 42n, 42],
    ['the largest safe integer', 9_007_199_254_740_991n, 9_007_199_254_740_991],
    ['an integer beyond it', 9_007_199_254_740_993n, { $int64: '9007199254740993' }],
    ['the smallest int64', -9_223_372_036_854_775_808n, { $int64: '-9223372036854775808' }],
    ['NaN', NaN, { $double: 'NaN' }],
    ['Infinity', Infinity, { $double: 'Infinity' }],
    ['-Infinity', -Infinity, { $double: '-Infinity' }],
    ['-0', -0, { $double: '-0' }],
    [
      'a timestamp with nanoseconds',
      new Timestamp(1_767_225_600, 123_456_789),
      { $timestamp: '2026-01-01T00:00:00.123456789Z' },
    ],
    [
      'a timestamp without nanoseconds',
      new Timestamp(1_767_225_600, 0),
      { $timestamp: '2026-01-01T00:00:00Z' },
    ],
    ['the first timestamp', new Timestamp(-62_135_596_800, 0), { $timestamp: '0001-01-01T00:00:00Z' }],
    ['a point', new GeoPoint(-33.5, 151.25), { $geoPoint: { latitude: -33.5, longitude: 151.25 } }],
    ['bytes', Buffer.from([0, 255]), { $bytes: 'AP8=' }],
    ['a vector', FieldValue.vector([0.5, -1]), { $vector: [0.5, -1] }],
    ['a vector with NaN', FieldValue.vector([NaN]), { $vector: [{ $double: 'NaN' }] }],
    ['a list', [1n, ['a']], [1, ['a']]],
    ['a map', { a: { b: null } }, { a: { b: null } }],
    ['a map that looks like an encoding', { $timestamp: 'x' }, { $map: [['$timestamp', 'x']] }],
    ['a map with a special key among others', { a: 1n, $b: 2n }, { a: 1, $map: [['$b', 2]] }],
    [
      'special entries in sorted order',
      { $b: 1n, $a: 2n },
      {
        $map: [
          ['$a', 2],
          ['$b', 1],
        ],
      },
    ],
    ['text with NUL', 'a\0b', { $utf16: Buffer.from('a\0b', 'utf16le').toString('base64') }],
    ['text with a lone surrogate', '\ud83d', { $utf16: Buffer.from('\ud83d', 'utf16le').toString('base64') }],
  ];
  for (const [what, value, json] of examples) {
    it(`encodes ${what}`, () => {
      assert.deepEqual(encode(value), json);
    });
  }

  it('encodes a reference as its path', () => {
    const reference = Object.assign(Object.create(DocumentReference.prototype) as object, {
      _path: { relativeName: 'users/ada' },
      _firestore: {},
    });
    assert.deepEqual(encode(reference), { $reference: 'users/ada' });
  });

  it('rejects values that no document can contain', () => {
    assert.throws(() => encode(() => 1), /cannot contain a function/);
    assert.throws(() => encode(new Set()), /cannot contain a Set/);
  });

  it('loses nothing, and produces only text that Postgres can store', () => {
    const timestamp = fc
      .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.nat(999_999_999))
      .map(([seconds, nanoseconds]) => new Timestamp(seconds, nanoseconds));
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\0', '$', '\ud800'), fc.string({ unit: 'binary', maxLength: 1 })),
    });
    const { map } = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
      map: fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false, NaN, Infinity, -Infinity, -0),
        fc.double(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        text,
        timestamp,
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc
          .tuple(
            fc.double({ min: -90, max: 90, noNaN: true }),
            fc.double({ min: -180, max: 180, noNaN: true }),
          )
          .map(([a, b]) => new GeoPoint(a, b)),
        fc.array(tie('value'), { maxLength: 4 }),
        tie('map'),
      ),
    }));
    fc.assert(
      fc.property(map, (fields) => {
        const json = JSON.stringify(encodeMap(fields));
        assert.doesNotMatch(json, /\\u0000|\\ud[89a-f]/i);
        assert.deepEqual(decodeMap(JSON.parse(json) as Record<string, Json>), wholeDoublesAsIntegers(fields));
      }),
      { numRuns: 1000 },
    );
  });

  it('formats times with only as many decimals as they need', () => {
    assert.equal(isoNanoseconds({ seconds: 0, nanoseconds: 500_000_000 }), '1970-01-01T00:00:00.5Z');
    assert.equal(isoNanoseconds({ seconds: -1, nanoseconds: 1 }), '1969-12-31T23:59:59.000000001Z');
  });
});

/** The encoding treats whole doubles and integers as equal, like Firestore. */
function wholeDoublesAsIntegers(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return BigInt(value);
  if (Array.isArray(value)) return value.map(wholeDoublesAsIntegers);
  if (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) !== null &&
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, wholeDoublesAsIntegers(entry)]),
  );
}
