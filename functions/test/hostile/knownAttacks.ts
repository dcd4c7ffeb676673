import { makeCursor } from '../../src/platform/cursor.ts';
import { fileOf } from '../platform/identity/policy/policyCampus.ts';
import { hostileTexts } from './hostileTexts.ts';

/** Marks the contents of a call: no log entry may have it. */
export const CONTENT = 'kestrel';

/** Ids and names that the campus of policyCampus.ts has, so that inputs reach what lies behind the look-up. */
export const KNOWN_TEXTS = [
  'law0',
  'art0',
  'admin',
  'fair',
  'show',
  'Rust',
  'SQL',
  'Law',
  '2026-02',
  fileOf('law0'),
];

/** Against databases, shells, templates, file systems, logs, spreadsheets, and what shows texts. */
const INJECTIONS = [
  `${CONTENT}'; drop table users; --`,
  `${CONTENT}' or '1'='1`,
  `" || (select pg_sleep(9)) || "${CONTENT}`,
  `{"$ne": "${CONTENT}"}`,
  `$1${CONTENT}$$`,
  `\\${CONTENT}\\'`,
  `%${CONTENT}%_`,
  `../../../etc/passwd/${CONTENT}`,
  `users/${CONTENT}/../admin`,
  '..',
  '.',
  '__proto__',
  'constructor',
  `__${CONTENT}__`,
  `${CONTENT}\r\n{"severity":"ERROR","message":"forged"}`,
  `<script>alert('${CONTENT}')</script>`,
  `<img src=x onerror=alert(1) title=${CONTENT}>`,
  `\${7*7}{{7*7}}#{7*7}${CONTENT}`,
  `=cmd|' /C calc'!A0${CONTENT}`,
  `redis\r\nFLUSHALL\r\n${CONTENT}`,
  `${CONTENT}\0after`,
  `${CONTENT}\ud83d`,
  `\u202e${CONTENT}\u2066`,
  `{"${CONTENT}`,
  `{,}"${CONTENT}\\"`,
  `${CONTENT}:*&|!<->`,
  `^(${CONTENT}+)+$`,
  `http://169.254.169.254/latest/${CONTENT}`,
];

/** Where a page may begin, made up. */
const CURSORS = [
  ['fair', 'a\0b'],
  ['fair', '\ud800'],
  ['fair', `' or 1=1 --${CONTENT}`],
  ['fair', ''],
  ['x', Number.MAX_VALUE, 'law0'],
  { __proto__: null, length: 2 },
  [[[]]],
].map(makeCursor);

/** Numbers, dates and ids as text, at and beyond the ends of what is possible. */
const LIMITS = [
  ...[
    '0000-01',
    '9999-12',
    '2026-00',
    '2026-13',
    '1899-12',
    '2200-01',
    '1900-01',
    '2199-12',
    '-2026-01',
    '2026-1',
  ],
  ...[
    '2026-02-30',
    '1900-01-01',
    '2199-12-31',
    '2024-02-29',
    '0001-01-01',
    '99999-01-01',
    '2026-02-11T25:61:61Z',
  ],
  ...['-0', 'NaN', 'Infinity', '1e999', '9223372036854775808', '0x10', '١٢٣', ''],
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  `${fileOf('law0')}'`,
];

/** Texts that are tried in the place of every text. */
export const ATTACKS: string[] = [
  ...INJECTIONS,
  ...CURSORS,
  ...LIMITS,
  ...hostileTexts(500).filter((_, index) => index % 3 === 0),
  ...hostileTexts(90).filter((_, index) => index % 3 === 1),
];

/** Values that are tried in the place of anything. */
export const WRONG_VALUES: unknown[] = [
  null,
  true,
  -0,
  -1,
  0.1,
  NaN,
  -Infinity,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  1e308,
  '',
  [],
  {},
  [[[[]]]],
  { $ne: null },
  { $gt: '' },
  { $where: `sleep(9) // ${CONTENT}` },
  JSON.parse(
    `{"__proto__": {"role": "admin", "isAdmin": true}, "constructor": {"prototype": {"x": "${CONTENT}"}}}`,
  ),
  { toString: CONTENT, valueOf: 1, toJSON: 2, then: 3 },
  { length: 1e9, 0: CONTENT },
  nested(30),
  nested(1000),
  'x'.repeat(70_000),
  Array.from({ length: 5000 }, (_, index) => `${CONTENT}${String(index)}`),
  Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${CONTENT}${String(index)}`, index])),
];

/** Lists in lists. */
function nested(levels: number): unknown {
  let value: unknown = CONTENT;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { x: value };
  return value;
}
