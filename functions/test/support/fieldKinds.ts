import fc from 'fast-check';
import type { z } from 'zod';
import { boundary } from '../../src/platform/documents/boundary.ts';
import * as fields from '../../src/platform/documents/fields.ts';
import type { Json } from '../../src/platform/documents/json.ts';
import { label } from '../../src/platform/documents/labels.ts';
import { deletionField, visibilityField } from '../../src/platform/documents/visibility.ts';
import { mediaList } from '../../src/media/index.ts';
import { skillList, verifiedSkillList } from '../../src/skills/index.ts';

/** The contract of a field parser, by which tests of all declarations are derived. */
export interface FieldKind {
  name: string;
  /** Whether a document without a usable value is rejected. */
  isRequired: boolean;
  /** Usable values and what they parse to. The first two differ, and are plain Firestore values. */
  examples: [value: Json, parsed: unknown][];
  /** Values that are rejected if the field is required, and otherwise parse to the fallback. */
  unusable: Json[];
  fallback: unknown;
  /** What a missing field parses to, if that is not the fallback. */
  missing?: unknown;
  /** Values for random documents; unusable ones only if the field is optional. */
  arbitrary: (id: fc.Arbitrary<string>) => fc.Arbitrary<Json>;
}

/** Values of every other type that the app may have written to a field. */
export const UNUSABLE: Json[] = [
  null,
  true,
  '',
  '  ',
  [],
  {},
  { a: 1 },
  [1],
  { $double: 'NaN' },
  { $bytes: 'AA==' },
];

/** '  ' is a valid document id. */
const NOT_AN_ID: Json[] = [7, 'users/eve', 'x'.repeat(1501), ...UNUSABLE.filter((value) => value !== '  ')];

const text = (limit: number): FieldKind['examples'] => [
  ['  x y ', 'x y'],
  [42, '42'],
  [{ $int64: '9007199254740993' }, '9007199254740993'],
  [{ $map: [['$numberLong', '20240000000000017']] }, '20240000000000017'],
  [{ $double: '-0' }, '0'],
  [1e21, '1000000000000000000000'],
  [0.000_000_25, '0.00000025'],
  [{ stringValue: ' Ada ' }, 'Ada'],
  ['👩'.repeat(300), '👩'.repeat(Math.min(300, limit))],
  [{ $utf16: Buffer.from('A\0da', 'utf16le').toString('base64') }, 'Ada'],
];

const anyText = (): fc.Arbitrary<Json> => fc.constantFrom('X', ' y', 'Z'.repeat(300), 7);

const ids: FieldKind['examples'] = [
  ['eve', 'eve'],
  ['kim', 'kim'],
  [{ $reference: 'users/eve' }, 'eve'],
];

/** What a time may look like, and the moment or the start of the period that it means. */
const TIMES: [value: Json, moment: string][] = [
  ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00Z'],
  [1_772_359_200_000, '2026-03-01T10:00:00Z'],
  [{ $timestamp: '2026-03-01T10:00:00.123456789Z' }, '2026-03-01T10:00:00.123456789Z'],
  // ISO 8601
  ['2026-03-01T10:00', '2026-03-01T10:00:00Z'],
  ['2026-03-01 10:00:00', '2026-03-01T10:00:00Z'],
  ['2026-03-01t10:00z', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00:00.123456', '2026-03-01T10:00:00.123456Z'],
  ['2026-03-01T10:00:00,5Z', '2026-03-01T10:00:00.5Z'],
  ['2026-03-01T10:30.25Z', '2026-03-01T10:30:15Z'],
  ['2026-03-01T10,5Z', '2026-03-01T10:30:00Z'],
  ['2026-03-01T10:00:00.123456789+05:30', '2026-03-01T04:30:00.123456789Z'],
  ['2026-03-01T08:00:00+0200', '2026-03-01T06:00:00Z'],
  ['2026-03-01 08:00:00 +02', '2026-03-01T06:00:00Z'],
  ['2026-03-01T08:00:00\u22120200', '2026-03-01T10:00:00Z'],
  ['2026-03-01 10:00:00 UTC', '2026-03-01T10:00:00Z'],
  ['20260301T100000Z', '2026-03-01T10:00:00Z'],
  ['20260301T1000', '2026-03-01T10:00:00Z'],
  ['2026-W09-7T10:00Z', '2026-03-01T10:00:00Z'],
  ['2026W097T10Z', '2026-03-01T10:00:00Z'],
  ['2026-060T10:00Z', '2026-03-01T10:00:00Z'],
  ['2026060T10:00Z', '2026-03-01T10:00:00Z'],
  ['2026-02-28T24:00Z', '2026-03-01T00:00:00Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
  ['+002026-03-01T10:00Z', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00Z/PT2H', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00Z/12:00', '2026-03-01T10:00:00Z'],
  ['20260301100000', '2026-03-01T10:00:00Z'],
  [202_603_011_000, '2026-03-01T10:00:00Z'],
  // As people, browsers and consoles write it.
  ['2026-3-1 9:05', '2026-03-01T09:05:00Z'],
  ['2026/03/01, 10:00:00', '2026-03-01T10:00:00Z'],
  ['1 March 2026 10:00 pm', '2026-03-01T22:00:00Z'],
  ['March 1st, 2026 at 12:30 a.m.', '2026-03-01T00:30:00Z'],
  ['Sun, 01 Mar 2026 10:00:00 GMT', '2026-03-01T10:00:00Z'],
  ['Sun Mar 01 2026 11:00:00 GMT+0100 (Central European Standard Time)', '2026-03-01T10:00:00Z'],
  ['March 1, 2026 at 11:00:00 AM UTC+1', '2026-03-01T10:00:00Z'],
  ['2026-03-01T11:00:00+01:00[Europe/Madrid]', '2026-03-01T10:00:00Z'],
  ['٢٠٢٦-٠٣-٠١T١٠:٠٠Z', '2026-03-01T10:00:00Z'],
  ['2026\u201003\u201001T10:00', '2026-03-01T10:00:00Z'],
  ['/Date(1772359200000+0100)/', '2026-03-01T10:00:00Z'],
  // Seconds, milliseconds, microseconds and nanoseconds since 1970.
  [1_772_359_200, '2026-03-01T10:00:00Z'],
  [1_772_359_200.25, '2026-03-01T10:00:00.25Z'],
  [1_772_359_200_123_456, '2026-03-01T10:00:00.123456Z'],
  [{ $int64: '1772359200123456789' }, '2026-03-01T10:00:00.123456789Z'],
  [' 1772359200 ', '2026-03-01T10:00:00Z'],
  ['1.7723592e9', '2026-03-01T10:00:00Z'],
  ['1772359200000n', '2026-03-01T10:00:00Z'],
  ['١٧٧٢٣٥٩٢٠٠', '2026-03-01T10:00:00Z'],
  ['1772359200123', '2026-03-01T10:00:00.123Z'],
  // What exporters make of a Timestamp.
  [{ seconds: 1_772_359_200, nanoseconds: 123_456_789 }, '2026-03-01T10:00:00.123456789Z'],
  [{ _seconds: 1_772_359_200, _nanoseconds: 0 }, '2026-03-01T10:00:00Z'],
  [{ seconds: '1772359200', nanos: 500_000_000 }, '2026-03-01T10:00:00.5Z'],
  [{ seconds: -1 }, '1969-12-31T23:59:59Z'],
  [{ $map: [['$date', '2026-03-01T10:00:00Z']] }, '2026-03-01T10:00:00Z'],
  [{ $map: [['$date', { $map: [['$numberLong', '1772359200123']] }]] }, '2026-03-01T10:00:00.123Z'],
  [{ $map: [['$timestamp', '2026-03-01T10:00:00Z']] }, '2026-03-01T10:00:00Z'],
  [{ __time__: '2026-03-01T10:00:00.000Z' }, '2026-03-01T10:00:00Z'],
  [
    { __datatype__: 'timestamp', value: { _seconds: 1_772_359_200, _nanoseconds: 0 } },
    '2026-03-01T10:00:00Z',
  ],
  [{ timestampValue: '2026-03-01T10:00:00Z' }, '2026-03-01T10:00:00Z'],
  [{ stringValue: '2026-03-01T10:00:00Z' }, '2026-03-01T10:00:00Z'],
  [{ epochSecond: 1_772_359_200, nano: 500_000_000 }, '2026-03-01T10:00:00.5Z'],
  [{ epochMillis: 1_772_359_200_000 }, '2026-03-01T10:00:00Z'],
];

/** Days, weeks, months and years, in which time is given no closer. */
const PERIODS: [value: Json, start: string, end: string][] = [
  [' 2026-03-01 ', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['20260301', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  [20_260_301, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['2026-W09-7', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['2026-060', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['2020-W53', '2020-12-28T00:00:00Z', '2021-01-04T00:00:00Z'],
  ['2026-12', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['1 Mar 2026', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['Sunday, March 1, 2026', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['2026/3/1', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['2026年3月1日', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['"2026-03-01"', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ['Sept. 2026', '2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'],
  ['2026-03-01/2026-03-03', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  [2026, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['2026', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
];

const NO_TIMES: Json[] = [
  ...[
    '2026-02-31',
    '2026-03-01T25:00:00Z',
    '2026-03-01T10:60Z',
    '2026-03-01T10:00+24:00',
    '2026-03-01T24:01Z',
  ],
  ...['2026-W54', '2026-W00', '2026-366', '2026-000', '2026-13-45', '2026-00', '202603', '2026-12T10:00'],
  // Days that could be others, hours that no clock shows, and zones that several places call so.
  ...[
    '01/03/2026',
    '1.3.2026',
    '1 March',
    '31 Feb 2026',
    '2026/03/01 13:00 pm',
    '2026-03-01T10:00 CET',
    'Marathon 1, 2026',
  ],
  ...['2026-03-01T10:00[Europe/Madrid]', '26-03-01'],
  // "Never", in seconds and milliseconds: it must not become a time of 1978.
  ...[253_402_300_799, 253_402_300_799_999],
  ...['next Friday', '1', '2026-03-01TXX', '-2026-03-01', '0000-01-01', '0001-01-01T00:00+01:00'],
  ...[0, 1, -5, 12_345, 1e300, 99_999_999, 8_000_000_000, 1.5, { $int64: '-9223372036854775808' }],
  ...[
    { $double: '-0' },
    { seconds: 'soon' },
    { seconds: 1, nanoseconds: -1 },
    { time: { time: { time: {} } } },
  ],
  ...UNUSABLE,
];

const timeKind: Omit<FieldKind, 'name' | 'examples'> = {
  isRequired: false,
  unusable: NO_TIMES,
  fallback: null,
  arbitrary: () =>
    fc.constantFrom<Json>(
      ...['2026-03-01', '2026-03-01T10:00:00.000001Z', '2026-02-31', 1_772_359_200_000, null],
    ),
};

const MEDIA_IDS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

const VISIBLE = { search: true, matching: true, forecast: true, attendance: true };
const HIDDEN = { search: false, matching: false, forecast: false, attendance: false };

const VERIFIED = { name: 'Go', by: 'eve', at: '2026-01-02T00:00:00Z' };

const KINDS = new Map<z.ZodType, FieldKind>([
  [
    fields.shortText,
    {
      name: 'short text',
      isRequired: false,
      examples: text(255),
      unusable: UNUSABLE,
      fallback: null,
      arbitrary: () => fc.oneof(anyText(), fc.constantFrom(...UNUSABLE)),
    },
  ],
  [
    label,
    {
      name: 'a label',
      isRequired: false,
      examples: [
        ['computer\u00a0 science ', 'Computer Science'],
        ['LAW', 'LAW'],
        ['Informa\u0301tica\u200b', 'Informática'],
        [42, '42'],
      ],
      unusable: ['\u200b', ...UNUSABLE],
      fallback: null,
      arbitrary: () =>
        fc.oneof(fc.constantFrom('Law', ' law', 'LAW', 'School of Law'), fc.constantFrom(...UNUSABLE)),
    },
  ],
  [
    fields.longText,
    {
      name: 'long text',
      isRequired: false,
      examples: [...text(Infinity), ['x'.repeat(10_000), 'x'.repeat(10_000)]],
      unusable: UNUSABLE,
      fallback: null,
      arbitrary: () => fc.oneof(anyText(), fc.constantFrom(...UNUSABLE)),
    },
  ],
  [
    fields.shortTextOrEmpty,
    {
      name: 'short text or empty',
      isRequired: false,
      examples: text(255),
      unusable: UNUSABLE,
      fallback: '',
      arbitrary: () => fc.oneof(anyText(), fc.constantFrom(...UNUSABLE)),
    },
  ],
  [
    fields.requiredShortText,
    {
      name: 'required text',
      isRequired: true,
      examples: text(255),
      unusable: UNUSABLE,
      fallback: null,
      arbitrary: anyText,
    },
  ],
  [
    fields.documentId,
    {
      name: 'a document id',
      isRequired: false,
      examples: ids,
      unusable: NOT_AN_ID,
      fallback: null,
      arbitrary: (id) => fc.oneof(id, fc.constantFrom(...NOT_AN_ID)),
    },
  ],
  [
    fields.requiredDocumentId,
    {
      name: 'a required document id',
      isRequired: true,
      examples: ids,
      unusable: NOT_AN_ID,
      fallback: null,
      arbitrary: (id) => id,
    },
  ],
  [
    fields.time,
    {
      name: 'a time',
      ...timeKind,
      examples: [...TIMES, ...PERIODS.map(([value, start]): [Json, string] => [value, start])],
    },
  ],
  [
    fields.period,
    {
      name: 'a period',
      ...timeKind,
      examples: [
        ...TIMES.map(([value, start]): [Json, object] => [value, { start, end: start }]),
        ...PERIODS.map(([value, start, end]): [Json, object] => [value, { start, end }]),
      ],
    },
  ],
  [
    boundary,
    {
      name: 'a start or an end that may be open',
      ...timeKind,
      examples: [
        ...TIMES.map(([value, start]): [Json, object] => [value, { start, end: start }]),
        ...PERIODS.map(([value, start, end]): [Json, object] => [value, { start, end }]),
        ...[null, '', '  ', 'Present', ' to date', '—', 'N/A'].map((value): [Json, null] => [value, null]),
      ],
      unusable: timeKind.unusable.filter(
        (value) => value !== null && !(typeof value === 'string' && value.trim() === ''),
      ),
      fallback: 'unknown',
      missing: null,
    },
  ],
  [
    fields.oneToFive,
    {
      name: 'an integer from 1 to 5',
      isRequired: false,
      examples: [
        [1, 1],
        [5, 5],
        ['3', 3],
        [' 4 ', 4],
        ['4.0', 4],
        ['4/5', 4],
        ['4 / 5', 4],
        ['4 out of 5', 4],
        ['4 stars', 4],
        ['★★★★☆', 4],
        ['4e0', 4],
        ['4,0', 4],
        ['٤', 4],
        ['４', 4],
        ['4n', 4],
        [{ stringValue: '4' }, 4],
        [{ $map: [['$numberInt', '4']] }, 4],
        [{ integerValue: '4' }, 4],
      ],
      unusable: [
        0,
        6,
        -1,
        2.5,
        'five',
        '4,5',
        '0x4',
        '4e1',
        '★★★★★★',
        '4/10',
        '8/10',
        { $double: '-0' },
        { $int64: '9223372036854775807' },
        ...UNUSABLE,
      ],
      fallback: null,
      arbitrary: () => fc.integer({ min: 0, max: 6 }),
    },
  ],
  [
    fields.entryCount,
    {
      name: 'a count of entries',
      isRequired: false,
      examples: [
        [['a', 'b'], 2],
        [7, 7],
        [[{ userId: 'a' }], 1],
        ['12', 12],
        ['1e3', 1000],
        ['1,000', 1000],
        ['1\u00a0000\u00a0000', 1_000_000],
        ['١٢', 12],
        [{ $map: [['$numberLong', '12']] }, 12],
      ],
      unusable: [
        -1,
        2.5,
        'many',
        '1,00',
        '1e99',
        { $int64: '9223372036854775807' },
        ...UNUSABLE.filter((value) => !Array.isArray(value)),
      ],
      fallback: 0,
      arbitrary: (id) => fc.oneof(fc.array(id, { maxLength: 2 }), fc.constantFrom<Json>(3, 'many', null)),
    },
  ],
  [
    skillList,
    {
      name: 'a list of skills',
      isRequired: false,
      examples: [
        [[' Go ', 7, { name: { $int64: '9007199254740993' } }], [{ name: 'Go', level: null }]],
        [[{ name: 'SQL', level: 4, verified: true }], [{ name: 'SQL', level: 4 }]],
      ],
      unusable: ['Python, SQL', 3, ...UNUSABLE],
      fallback: [],
      arbitrary: () =>
        fc.array(fc.constantFrom('Go', ' go', 'Golang', 'SQL', 'React', { name: 'react', level: 9 }), {
          maxLength: 4,
        }),
    },
  ],
  [
    verifiedSkillList,
    {
      name: 'a list of verified skills',
      isRequired: false,
      examples: [
        [[{ ...VERIFIED, level: 4, extra: 1 }], [{ ...VERIFIED, level: 4 }]],
        [['Go', { ...VERIFIED, by: { $reference: 'users/eve' }, level: 9 }], [{ ...VERIFIED, level: null }]],
        [[VERIFIED, { ...VERIFIED, by: '' }, { ...VERIFIED, by: 'a/b' }], [{ ...VERIFIED, level: null }]],
        [
          [{ ...VERIFIED, at: 'soon' }, { ...VERIFIED, at: null }, { ...VERIFIED, name: ' ' }, [VERIFIED]],
          [],
        ],
      ],
      unusable: ['Go', 3, VERIFIED, ...UNUSABLE],
      fallback: [],
      arbitrary: (id) =>
        fc.array(
          fc.oneof(
            fc.record({
              name: fc.constantFrom('Go', 'golang', 'SQL', 'react'),
              level: fc.constantFrom<Json>(2, 5, null, 'x'),
              by: id,
              at: fc.constantFrom('2026-01-02T00:00:00Z', '2026-02-03T00:00:00Z'),
            }),
            fc.constantFrom<Json>('Go', { name: 'SQL', by: 7 }, null),
          ),
          { maxLength: 4 },
        ),
    },
  ],
  [
    mediaList,
    {
      name: 'a list of media ids',
      isRequired: false,
      examples: [
        [MEDIA_IDS, MEDIA_IDS],
        [MEDIA_IDS[0] ?? '', MEDIA_IDS.slice(0, 1)],
      ],
      unusable: ['not a UUID', 3, ...UNUSABLE],
      fallback: [],
      arbitrary: () => fc.oneof(fc.subarray(MEDIA_IDS), fc.constantFrom(...UNUSABLE)),
    },
  ],
  [
    deletionField,
    {
      name: 'when the account is to be deleted',
      isRequired: false,
      examples: [
        // Everything else of a full document counts only while this is not set.
        [null, false],
        [{ $timestamp: '2026-04-01T00:00:00Z' }, true],
        ['any text', true],
      ],
      unusable: [],
      fallback: false,
      missing: false,
      arbitrary: () => fc.constantFrom<Json>({ $timestamp: '2026-04-01T00:00:00Z' }, null),
    },
  ],
  [
    visibilityField,
    {
      name: 'the choices of what others see',
      isRequired: false,
      examples: [
        [{}, VISIBLE],
        [{ search: false, matching: false, forecast: false, attendance: false }, HIDDEN],
        [{ search: false }, { ...VISIBLE, search: false }],
        [
          { attendance: 'true', forecast: 1, matching: null },
          { ...HIDDEN, search: true },
        ],
        [{ $map: [['$search', true]], search: true }, VISIBLE],
      ],
      unusable: [...['all', 'none', 1], ...UNUSABLE.filter((value) => !isPlainMap(value))],
      fallback: HIDDEN,
      missing: VISIBLE,
      arbitrary: () =>
        fc.oneof(
          fc.record(
            { search: fc.boolean(), matching: fc.constantFrom<Json>(true, 'no'), attendance: fc.boolean() },
            { requiredKeys: [] },
          ),
          fc.constantFrom(...UNUSABLE),
        ),
    },
  ],
]);

function isPlainMap(value: Json): boolean {
  return JSON.stringify(value) === '{}' || JSON.stringify(value) === '{"a":1}';
}

/** The kind of a declared field. @throws Error for a parser that has no entry here. */
export function fieldKindOf(parser: z.ZodType): FieldKind {
  const vocabulary = parser.meta()?.['vocabulary'] as Record<string, string> | undefined;
  if (vocabulary !== undefined) return wordKind(vocabulary);
  const kind = KINDS.get(parser);
  if (kind === undefined) throw new Error('add this field parser to functions/test/support/fieldKinds.ts');
  return kind;
}

function wordKind(vocabulary: Record<string, string>): FieldKind {
  const words = Object.keys(vocabulary);
  const synonyms = words.flatMap((word) =>
    (vocabulary[word] ?? '').split(',').map((synonym): [Json, string] => [synonym, word]),
  );
  return {
    name: `one of ${words.join(', ')}`,
    isRequired: false,
    examples: [
      ...words.map((word): [Json, string] => [word, word]),
      ...words.map((word): [Json, string] => [` ${word.toUpperCase()}\u200b! `, word]),
      ...synonyms,
    ],
    unusable: [
      'something else',
      'maybe',
      ...words.map((word) => `${word}?`),
      `${words[0] ?? ''} ${words[1] ?? ''}`,
      'superadmin',
      words.join(','),
      1,
      ...UNUSABLE,
    ],
    fallback: null,
    arbitrary: () => fc.constantFrom<Json>(...words, ...synonyms.map(([synonym]) => synonym), 'maybe', null),
  };
}
