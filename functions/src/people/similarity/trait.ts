/** A skill of the profile, a skill named in posts, or an event attended. */
export type TraitKind = 'skill' | 'interest' | 'event';

/** Something that the requester may share with others. */
export interface Trait {
  kind: TraitKind;
  /** The id of the skill or event. */
  id: string;
  /** The name of the skill or event. */
  name: string;
  /** Approximately how many people have it. */
  people: number;
  /** Its weight before the level is applied. */
  base: number;
  /** The requester's level; 5, which has no effect, for traits without levels. */
  level: number;
  /** The most it can add to the skill score or to co-attendance. */
  weight: number;
}

/** Whether the trait adds to co-attendance. */
export const isEvent = ({ kind }: Trait): boolean => kind === 'event';

/** Whether the trait adds to the skill score. */
export const isSkillOrInterest = ({ kind }: Trait): boolean => kind !== 'event';

/** The most that those of the traits can add together. */
export function maxTotal(traits: Trait[], predicate: (trait: Trait) => boolean): number {
  return traits.reduce((sum, trait) => sum + (predicate(trait) ? trait.weight : 0), 0);
}
