/**
 * A name reduced to what distinguishes skills. Drops case, spaces, hyphens, quotes and other punctuation, accents,
 * compatibility forms, invisible characters and British spelling. Keeps letters and digits of any script, `++`
 * and a trailing `+`, `#` after a letter, and a dot at the start (`.net`) and between digits (`3.10`).
 */
export function foldSpelling(name: string): string {
  const visible = name.replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const text = visible
    .replace(/[™®©℠]/g, ' ')
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('♯', '#')
    .replaceAll('&', ' and ')
    // Via upper case, which turns ß into ss.
    .toUpperCase()
    .toLowerCase()
    .trim()
    // The # of a hashtag.
    .replace(/(?<=^|\s)#(?=\p{L})/gu, '');
  const compact = text
    // The plus of "HTML + CSS".
    .replace(/\s\+\s/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}+#.]/gu, '')
    // Accents, in Latin script only: elsewhere combining marks can be vowels.
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .replace(/(?<!\p{L})#/gu, '')
    .replace(/(?<=\p{N})\++|(?<=\p{L})\+(?=[\p{L}\p{N}])|^\++/gu, '')
    .replace(/((?<=\d)\.(?=\d)|^\.(?=\p{L}))|\./gu, '$1')
    .normalize('NFC');
  if (/[\p{L}\p{N}]/u.test(compact)) return toAmericanSpelling(compact);
  // Symbols only: keep them, and if they were all trade mark signs, keep those.
  return [text, visible].map((symbols) => symbols.replace(/\s+/g, '').normalize('NFC')).find(Boolean) ?? '';
}

/** British spellings that are unambiguous inside any word, and their American replacements. */
const BRITISH_SPELLINGS: [RegExp, string][] = [
  [/is(?=ation|ing|e)/g, 'iz'],
  [/ys(?=ing|e)/g, 'yz'],
  [/(?<=col|behavi|lab|hum|harb|hon|flav|fav|neighb|arm|vap|endeav)our/g, 'or'],
  [/(?<=model|label|travel|counsel|signal|channel|tunnel|level|cancel|panel)l(?=ing|ed|er|or)/g, ''],
  [/(?<=cent|fib)re(?=d)/g, 'ere'],
  [/(?<=cent|theat|fib|met|lit)re(?!n)/g, 'er'],
  [/(?<=defen|offen|licen)ce/g, 'se'],
  [/(?<=catal|dial|anal)ogue/g, 'og'],
  [/programme(?![rd])/g, 'program'],
  [
    /(?<=p)ae(?=diatri|do)|(?<=h)ae(?=m)|(?<=an)ae(?=sthe)|(?<=gyn)ae(?=co)|(?<=orthop)ae(?=d)|(?<=arch)ae(?=o)/g,
    'e',
  ],
  [/artefact/g, 'artifact'],
  [/aluminium/g, 'aluminum'],
  [/jewellery/g, 'jewelry'],
  [/grey/g, 'gray'],
];

function toAmericanSpelling(text: string): string {
  return BRITISH_SPELLINGS.reduce((result, [british, american]) => result.replace(british, american), text);
}

/**
 * The singular of an English plural. Short names and those ending in -ss, -us, -is, -os, -as, -ics or -js are not
 * plurals.
 */
export function toSingular(folded: string): string {
  if (/(?<=..)ies$/.test(folded)) return folded.replace(/ies$/, 'y');
  if (/(?<=.)(ss|sh|ch|x)es$/.test(folded)) return folded.replace(/es$/, '');
  return /^.{3,}(?:(?<=api)|(?<!ic|j|[suioa]))s$/su.test(folded) ? folded.slice(0, -1) : folded;
}
