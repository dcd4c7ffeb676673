import type { Sql } from '../../functions/src/platform/postgres.ts';

/** Something that an answer tells a person, to be looked up. */
export interface Claim {
  /** The callable, and the part of its answer. */
  kind: string;
  /** Who was told. */
  uid: string;
  /** The person, event, skill or title that it is about. */
  about: string;
  /** The sentence or, for a fact without one, what was stated. */
  text: string;
}

export interface Facts {
  sql: Sql;
  /** When the answer was given. */
  now: Date;
}

/** Looks a claim up by plain SQL, in the documents' own tables. @param match of the sentence's pattern */
export type Verifier = (claim: Claim, match: RegExpExecArray, facts: Facts) => Promise<boolean>;

/** Verifiers by the kind of claim, and within one by what its sentences look like. */
export type Verifiers = Record<string, readonly (readonly [RegExp, Verifier])[]>;

/** Reads the single boolean of a query. */
export async function isTrue(query: PromiseLike<{ holds: boolean | null }[]>): Promise<boolean> {
  return (await query)[0]?.holds ?? false;
}

/**
 * Whether a list as people read it ("A, B, and 2 more") names only these names, and counts the rest of them. Names may
 * contain commas and "and" themselves.
 */
export function listsOnly(list: string, names: readonly string[]): boolean {
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  let rest = list;
  let named = 0;
  while (rest !== '') {
    const more = /^(\d+) more$/.exec(rest);
    if (more !== null) return named + Number(more[1]) === names.length;
    const name = longestFirst.find((candidate) => rest.startsWith(candidate));
    if (name === undefined) return false;
    named += 1;
    rest = rest.slice(name.length).replace(/^(, and |, | and )/, '');
  }
  return named > 0;
}
