import { isShouted, sensibleCapitals } from './sensibleCapitals.ts';

/** A spelling as it was written, and how many people write it. */
export interface Spelling {
  spelling: string;
  people: number;
}

/**
 * The name of what people spell in several ways: the letters that most people write, with the capitals of most who
 * wrote any on purpose. Text in lower case, and long words in capitals, say nothing about capitals; where there is
 * nothing else, {@link sensibleCapitals} decides. Ties go to the first by code point, so the order of the spellings
 * does not matter. Null without spellings.
 */
export function commonSpelling(spellings: readonly Spelling[]): string | null {
  const byLetters = Map.groupBy(spellings, ({ spelling }) => spelling.toLowerCase());
  const [letters] = mostCommon(byLetters);
  if (letters === undefined) return null;
  const written = byLetters.get(letters) ?? [];
  const deliberate = written.filter(({ spelling }) => spelling !== letters && !isShouted(spelling));
  const byCapitals = Map.groupBy(deliberate.length > 0 ? deliberate : written, ({ spelling }) =>
    sensibleCapitals(spelling),
  );
  return mostCommon(byCapitals)[0] ?? null;
}

/** The keys of the groups, the one with most people first. */
function mostCommon(groups: ReadonlyMap<string, readonly Spelling[]>): string[] {
  const counted = [...groups].map(([key, group]) => ({
    key,
    people: group.reduce((sum, { people }) => sum + people, 0),
  }));
  return counted.sort((a, b) => b.people - a.people || (a.key < b.key ? -1 : 1)).map(({ key }) => key);
}
