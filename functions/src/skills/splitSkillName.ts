import { shippedKeys, skillKey } from './skillKey.ts';

/** What people put between skills: "Python, SQL and R", "Word/Excel", "HTML + CSS". */
const SEPARATORS =
  /\s*[,;|/&\n]\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|und|et|y|\+)\s+|(?<=[\p{L}\p{N}])\+(?=\p{L})/iu;

/** Separators that no single skill has in its name. */
const LIST = /[,;|\n]/;

/** Longer texts are no lists of skills. */
const MAX_LENGTH = 500;

let known: Set<string> | undefined;

/**
 * The skills that somebody typed as one: "HTML & CSS" is HTML and CSS. A name is split only if all of its parts are
 * different shipped skills and the whole is none: "TCP/IP", "UI/UX" and "Research & Development" stay as they are.
 */
export function splitSkillName(name: string): string[] {
  if (name.length > MAX_LENGTH || (!LIST.test(name) && isKnown(name))) return [name];
  const parts = name.split(SEPARATORS).filter((part) => part.trim() !== '');
  const areSkills = parts.every((part) => isBalanced(part) && isKnown(part));
  return areSkills && new Set(parts.map(skillKey)).size > 1 ? parts : [name];
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
