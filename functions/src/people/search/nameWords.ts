import { foldText } from '../../platform/text/foldText.ts';
import { APOSTROPHES, foldWord } from './foldWord.ts';
import { isUnspaced, splitWords, truncate } from './tokenise.ts';

/** What joins the parts of a name: hyphens and dashes of all kinds, and what is written as an apostrophe. */
const DASHES = /[\p{Pd}\u2212\u00b7\u30fb]+/gu;
const JOINTS = new RegExp(`[\\p{Pd}\\u2212\\u00b7\\u30fb${APOSTROPHES}]+`, 'gu');

/** Longer names are found by their beginning, since an index entry has at most 2,700 bytes. */
const MAX_WHOLE_NAME_CHARACTERS = 255;

/** The words of a name, each once and in order: Jean-Luc O'Neil has the parts `jean luc o neil`. */
interface NameForms {
  parts: string[];
  /** With the parts of a compound written as one: `jeanluc oneil`. */
  joined: string[];
}

/** The words of a name in both forms, folded but otherwise whole: Adams is not Adam, and no name is a stop word. */
export function nameForms(name: string): NameForms {
  return {
    parts: foldedWords(name.replace(JOINTS, ' ')),
    joined: foldedWords(withoutInnerSpaces(name.replace(DASHES, ''))),
  };
}

/**
 * The words by which a name is found: the whole name, its words in both forms, and the single characters of scripts
 * without spaces.
 */
export function indexedNameWords(name: string): string[] {
  const { parts, joined } = nameForms(name);
  const characters = parts.filter(isUnspaced).flatMap((word) => word.match(/\P{M}\p{M}*/gu) ?? []);
  return [...new Set([wholeName(name), ...parts, ...joined, ...characters])];
}

/** By which a name is found when it is written out, even one of nothing but signs; no word begins so. */
export function wholeName(name: string): string {
  return `=${Array.from(foldText(name)).slice(0, MAX_WHOLE_NAME_CHARACTERS).join('')}`;
}

function foldedWords(text: string): string[] {
  const words = splitWords(text).map(({ word }) => truncate(foldWord(word)));
  return [...new Set(words)].filter((word) => word !== '');
}

/** 山田 太郎 and 山田太郎 are the same name. */
function withoutInnerSpaces(name: string): string {
  const words = name.split(/\s+/);
  return words.every(isUnspaced) ? words.join('') : name;
}
