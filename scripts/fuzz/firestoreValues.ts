import fc from 'fast-check';
import { GeoPoint, Timestamp } from 'firebase-admin/firestore';

/** Text that some field takes for something: times, words, numbers, labels, ids, and careless forms of them. */
const TELLING_TEXT = [
  ...[
    '2026-12-10',
    '2026-W50-4',
    '2026-344',
    '20261210T180000Z',
    '2026-12-10 18:00 +0100',
    '2026-12',
    '2026',
  ],
  ...['9999-12-31', '0001-01-01T00:00:00Z', '1883-01-01', '2026-02-31', 'next Friday', '1796600000', '1e999'],
  ...[
    'going',
    'Attended',
    'canceled',
    'waitlisted',
    'Accepted ',
    'friends',
    'blocked',
    'maybe',
    'constructor',
  ],
  ...['student', 'Professor', 'Administrator', 'superadmin', 'alumna', '__proto__', 'toString'],
  ...['4', '4/5', '-0', 'NaN', 'Infinity', '9223372036854775808', '0x10', '1,5'],
  ...[
    'Computer Science',
    'computer\u00a0science\u200b',
    'Informa\u0301tica',
    'INFORMÁTICA',
    'HTML & CSS',
    'C/C++',
  ],
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    'a\0b',
    '\u202edcba',
    '👩‍🎓',
    'ﬁ',
    'İ',
    'ß',
    '\\',
    '"',
    "'",
    '%_',
    '{}',
    '$1',
    '--',
  ],
  ...['<b>x</b>', 'x'.repeat(300), '語'.repeat(2000), 'a b '.repeat(500)],
];

/** Maps that exporters and careless programs write in place of a value. */
const TELLING_MAPS = [
  { seconds: 1_796_600_000, nanoseconds: 5 },
  { _seconds: -62_135_596_801, _nanoseconds: 0 },
  { $date: { $numberLong: '1796600000000' } },
  { $timestamp: 'soon' },
  { $int64: '7' },
  { $double: 'NaN' },
  { $utf16: 'AAA' },
  { $reference: 'users/x' },
  { $map: [['a']] },
  { $numberLong: '99999999999999999999' },
  { name: 'Go', level: '4', verified: 'true' },
  { name: { $numberLong: '7' }, level: { integerValue: '3' } },
  { __proto__: null, name: null },
];

const timestamp = fc
  .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.nat(999_999_999))
  .map(([seconds, nanoseconds]) => new Timestamp(seconds, nanoseconds));

/** The years in which a document of an app has its times. */
const recentTimestamp = fc
  .tuple(fc.integer({ min: 1_750_000_000, max: 1_810_000_000 }), fc.nat(999_999_999))
  .map(([seconds, nanoseconds]) => new Timestamp(seconds, nanoseconds));

const geoPoint = fc
  .tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
  .map(([latitude, longitude]) => new GeoPoint(latitude, longitude));

/** Encoding recognises values by their shape, so a reference needs no database. */
function reference(path: string): object {
  return Object.assign(Object.create({}) as object, { path, firestore: {} });
}

/** Any value that a field of a Firestore document may have, in the form in which the Admin SDK reads it. */
export function firestoreValue(id: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const scalar = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...TELLING_TEXT) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...TELLING_MAPS) },
    { weight: 2, arbitrary: recentTimestamp },
    { weight: 2, arbitrary: id },
    timestamp,
    geoPoint,
    fc.constantFrom<unknown>(null, true, false, NaN, Infinity, -Infinity, -0, 0, 4, 2026, 20_261_210, 1e300),
    fc.constantFrom<unknown>(1_796_600_000, 1_796_600_000_000, 1_796_600_000_000_000, 2n ** 53n + 1n),
    fc.double(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    id.map((target) => reference(`users/${target}`)),
    fc
      .array(fc.double(), { maxLength: 3 })
      .map((numbers) => Object.assign(Object.create({}) as object, { toArray: () => numbers })),
  );
  return fc.oneof(
    { weight: 5, arbitrary: scalar },
    fc.array(scalar, { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('name', 'level', 'seconds', '$date', 'date', '$', 'a\0', 'value'), scalar, {
      maxKeys: 3,
    }),
  );
}
