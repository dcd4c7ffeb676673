import { z } from 'zod';

/** A skill of the profile, a skill named in posts, or an event visited. */
export type TraitKind = Trait['kind'];

/**
 * How it is known who visits an event: they were checked in; nobody was, and they are said to have attended; or nobody
 * is, and they are going. It is the same for all visitors of an event (event_visits.sql).
 */
export const visitBasis = z.enum(['checked-in', 'attended', 'going']).meta({
  id: 'VisitBasis',
  description:
    'How it is known that both visit the event. `checked-in`: both were checked in. `attended`: nobody was, and both are said to have been there. `going`: nobody has attended yet, and both are going. In `reason` these are “went to”, “have … in your histories” and “signed up for”.',
});

export type VisitBasis = z.infer<typeof visitBasis>;

/** Something that the requester may share with others. */
export type Trait = EventTrait | SkillTrait;

export interface EventTrait extends TraitFacts {
  kind: 'event';
  basis: VisitBasis;
}

interface SkillTrait extends TraitFacts {
  kind: 'skill' | 'interest';
}

interface TraitFacts {
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
export const isEvent = (trait: Trait): trait is EventTrait => trait.kind === 'event';

/** Whether the trait adds to the skill score. */
export const isSkillOrInterest = ({ kind }: Trait): boolean => kind !== 'event';

/** The most that those of the traits can add together. */
export function maxTotal(traits: Trait[], predicate: (trait: Trait) => boolean): number {
  return traits.reduce((sum, trait) => sum + (predicate(trait) ? trait.weight : 0), 0);
}
