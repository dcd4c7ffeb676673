import fc from 'fast-check';
import type { z } from 'zod';
import * as fields from '../../src/platform/documents/fields.ts';
import type { Json } from '../../src/platform/documents/json.ts';
import { label } from '../../src/platform/documents/labels.ts';
import { mediaList } from '../../src/media/index.ts';
import { skillList } from '../../src/skills/index.ts';

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
  ['👩'.repeat(300), '👩'.repeat(Math.min(300, limit))],
  [{ $utf16: Buffer.from('A\0da', 'utf16le').toString('base64') }, 'Ada'],
];

const anyText = (): fc.Arbitrary<Json> => fc.constantFrom('X', ' y', 'Z'.repeat(300), 7);

const ids: FieldKind['examples'] = [
  ['eve', 'eve'],
  ['kim', 'kim'],
  [{ $reference: 'users/eve' }, 'eve'],
];

const timeKind: Omit<FieldKind, 'name'> = {
  isRequired: false,
  examples: [
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00Z'],
    [1_772_359_200_000, '2026-03-01T10:00:00.000Z'],
    [{ $timestamp: '2026-03-01T10:00:00.123456789Z' }, '2026-03-01T10:00:00.123456789Z'],
    [' 2026-03-01 ', '2026-03-01T00:00:00Z'],
    ['2026-03-01T10:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00.123456', '2026-03-01T10:00:00.123456Z'],
    ['2026-03-01T10:00:00.123456789+05:30', '2026-03-01T04:30:00.123456789Z'],
  ],
  unusable: [...['2026-02-31', '2026-03-01T25:00:00Z', 'next Friday', '2026-13-45', '1', 1e300], ...UNUSABLE],
  fallback: null,
  arbitrary: () =>
    fc.constantFrom<Json>('2026-03-01', '2026-03-01T10:00:00.000001Z', '2026-02-31', 1_772_359_200_000, null),
};

const MEDIA_IDS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

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
  [fields.time, { name: 'a time', ...timeKind }],
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
      ],
      unusable: [0, 6, -1, 2.5, 'five', { $int64: '9223372036854775807' }, ...UNUSABLE],
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
      ],
      unusable: [-1, 2.5, 'many', ...UNUSABLE.filter((value) => !Array.isArray(value))],
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
        [[' Go '], [{ name: 'Go', level: null, verified: false }]],
        [[{ name: 'SQL', level: 4, verified: true }], [{ name: 'SQL', level: 4, verified: true }]],
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
]);

/** The kind of a declared field. @throws Error for a parser that has no entry here. */
export function fieldKindOf(parser: z.ZodType): FieldKind {
  const words = parser.meta()?.['enum'] as string[] | undefined;
  if (words !== undefined) return wordKind(words);
  const kind = KINDS.get(parser);
  if (kind === undefined) throw new Error('add this field parser to functions/test/support/fieldKinds.ts');
  return kind;
}

function wordKind(words: string[]): FieldKind {
  return {
    name: `one of ${words.join(', ')}`,
    isRequired: false,
    examples: [
      ...words.map((word): [Json, string] => [word, word]),
      ...words.map((word): [Json, string] => [` ${word.toUpperCase()} `, word]),
    ],
    unusable: ['something else', words.join(','), 1, ...UNUSABLE],
    fallback: null,
    arbitrary: () => fc.constantFrom<Json>(...words, 'something else', null),
  };
}
