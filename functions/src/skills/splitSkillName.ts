import { shippedKeys, skillKey } from './skillKey.ts';

/** "and", "or" and "with" in the languages that profiles are most often written in. */
const WORDS = 'and|or|with|und|oder|mit|et|ou|avec|y|e|o|con|en|og|och|i|и';

/** What people put between skills: "Python, SQL and R", "Word/Excel", "HTML + CSS", "#python #sql", "Java · Go". */
const SEPARATORS = new RegExp(
  String.raw`\s*[,;|/\\&·•‧∙・、､，；｜／＆\n\t]\s*(?:(?:${WORDS})\s+)?` +
    String.raw`|\s+(?:${WORDS}|[+＋*>]|\p{Pd})\s+|(?<=[\p{L}\p{N}])[+＋](?=\p{L})|\s+(?=#\p{L}|\d{1,2}[.)]\s)`,
  'iu',
);

/** Separators that no single skill has in its name. */
const LIST = /[,;|·•‧∙、､，；｜\n\t]/;

/** What stands before the first of several skills or after the last: bullets and "etc.". */
const BULLET = /^\s*(?:[-*•·‧∙–]|\d{1,2}[.)])\s+/u;
const AND_MORE = /(?:\betc\b\.?|\.{3}|…)$/iu;

/** Runs of white space, which the patterns above would read from each of its characters. */
const BLANKS = /[^\S\n\t]{2,}/g;

/** Brackets and quotes around a whole list, or around each of its entries. */
const WRAPPED = /^\s*(?:\[(?<list>.*)\]|\((?<group>[^()]*)\)|"(?<quoted>[^"]*)")\s*$/su;

/** Longer texts are no lists of skills. */
const MAX_LENGTH = 500;

let known: Set<string> | undefined;

/**
 * The skills that somebody typed as one: "HTML & CSS" is HTML and CSS. A name is split only if all of its parts are
 * different shipped skills and the whole is none: "TCP/IP", "UI/UX" and "Research & Development" stay as they are.
 */
export function splitSkillName(name: string): string[] {
  if (name.length > MAX_LENGTH || (!LIST.test(name) && isKnown(name))) return [name];
  const parts = unwrap(name.replace(BLANKS, ' '))
    .trimEnd()
    .replace(AND_MORE, '')
    .split(SEPARATORS)
    .map((part) => unwrap(part).replace(BULLET, '').trim())
    .filter((part) => part !== '');
  const areSkills = parts.every((part) => isBalanced(part) && isKnown(part));
  return areSkills && new Set(parts.map(skillKey)).size > 1 ? parts : [name];
}

function unwrap(text: string): string {
  const { list, group, quoted } = WRAPPED.exec(text)?.groups ?? {};
  return list ?? group ?? quoted ?? text;
}

/** Whether a shipped skill is called so. */
function isKnown(name: string): boolean {
  known ??= new Set(shippedKeys());
  return known.has(skillKey(name));
}

/** Whether no bracket was cut in two, as in "Office (Word" of "Office (Word, Excel)". */
function isBalanced(part: string): boolean {
  return part.split('(').length === part.split(')').length;
}
