import { commonSpelling, type Spelling } from '../platform/text/commonSpelling.ts';
import { sensibleCapitals } from '../platform/text/sensibleCapitals.ts';
import { shippedAliases } from './aliasTable.ts';
import { skillKey, withoutQualification } from './skillKey.ts';

/** The candidates for a skill's name. */
export interface NameEvidence {
  key: string;
  /** The name that an imported taxonomy gives the skill with this key; null for none. */
  taxonomyName: string | null;
  spellings: readonly Spelling[];
}

/**
 * What a skill is called, everywhere: the name of an imported taxonomy, else that of the shipped aliases, else the
 * spelling of most people. Spellings that only an operator's alias resolves to the skill do not count, so a skill that
 * was merged into another does not lend it its name. The key of the name is the key of the skill. Null without evidence.
 */
export function skillName({ key, taxonomyName, spellings }: NameEvidence): string | null {
  if (taxonomyName !== null) return sensibleCapitals(withoutQualification(taxonomyName));
  const own = spellings
    .filter(({ spelling }) => skillKey(spelling) === key)
    .map(({ spelling, people }) => ({ spelling: withoutQualification(spelling), people }));
  return shippedAliases().get(key)?.name ?? commonSpelling(own);
}

/** The name of a skill that nobody had before, until the next night compares all spellings. */
export function initialName(spelling: string): string {
  const evidence = { key: skillKey(spelling), taxonomyName: null, spellings: [{ spelling, people: 1 }] };
  return skillName(evidence) ?? spelling;
}
