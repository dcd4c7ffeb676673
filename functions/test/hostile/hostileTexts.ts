/**
 * Texts that cost much where a pattern backtracks, where Unicode folds to more text, or where each character is a word:
 * a beginning, something repeated, and an end that does not fit.
 */
const REPEATED = [
  ...[
    'a',
    'A',
    '1',
    '0',
    ' ',
    '\n',
    '(',
    ')',
    '[',
    '/',
    ',',
    '-',
    '+',
    '#',
    '.',
    "'",
    '"',
    '&',
    '@',
    '😀',
    '漢',
    'ท',
  ],
  // Marks on nothing, on letters, and letters that are made of others.
  ...[
    '\u0301',
    'e\u0301',
    '\u0345',
    'α\u0345',
    '\u064b',
    '\ufdfa',
    'ﬁ',
    'İ',
    'ß',
    'が',
    'क्षि',
    '\u200d',
    '\u202e',
    '\ud800',
  ],
  ...[
    'a ',
    '( ',
    ' (',
    'a(',
    '1(',
    '1[',
    'a/',
    'a,',
    'a - ',
    'a and ',
    'A.',
    "a'",
    '1.',
    '0.',
    'a@',
    '@a.',
    '😀 ',
    '#a ',
  ],
];
const FRAMES = [
  ['', ''],
  ['a', '!'],
  ['(', ' x'],
  ['2019-01-01 1', 'x'],
] as const;

/** Each of the given length. */
export function hostileTexts(characters: number): string[] {
  return REPEATED.flatMap((repeated) =>
    FRAMES.map(([beginning, end]) => {
      const middle = repeated.repeat(Math.ceil(characters / repeated.length));
      return beginning + middle.slice(0, characters - beginning.length - end.length) + end;
    }),
  );
}
