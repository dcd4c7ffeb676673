import { createHash } from 'node:crypto';
import { FIELDS, type Field, type Profile } from './profile.ts';
import { tokeniseAll, wordsOf } from './tokenise.ts';

/** Longest text that is embedded, in characters; embedding takes time quadratic in it. */
const MAX_EMBEDDED_LENGTH = 300;

/**
 * A profile as stored in the index: for each passage, -1 - the position of its field in {@link FIELDS}, then the ids of
 * its words.
 */
export function encodeDocument({ passages }: Profile, idOf: (word: string) => number): number[] {
  return passages.flatMap(({ field, text }) => {
    const ids = documentWords({ field, text }).map(idOf);
    return ids.length === 0 ? [] : [-1 - FIELDS.indexOf(field), ...ids];
  });
}

/** The words of a passage that are searched. */
export function documentWords({ field, text }: Profile['passages'][number]): string[] {
  return field === 'name' ? tokeniseAll(text).map(({ word }) => word) : wordsOf(text);
}

/**
 * The text that is embedded to represent a person: what they say they do, most concise fields first. A name carries no
 * meaning and is only used if there is nothing else.
 */
export function embeddedText({ passages }: Profile): string {
  const textOf = (...fields: Field[]): string =>
    fields
      .flatMap((field) => passages.filter((passage) => passage.field === field))
      .map(({ text }) => text)
      .join(', ')
      .slice(0, MAX_EMBEDDED_LENGTH);
  return textOf('bio', 'position', 'skill', 'post') || textOf('department') || textOf('name');
}

/** Identifies a text, to detect changes. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
