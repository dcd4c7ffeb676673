import { eventTag, personTag } from '../../src/platform/cache.ts';

/** What the people and events of a campus are called. */
export interface Names {
  people: Set<string>;
  events: Set<string>;
}

/** Keys that only cards have. */
const CARD_KEYS = ['photo', 'headline', 'verifiedSkills', 'start', 'startDate', 'end', 'endDate', 'image'];

const PERSON = keysOf({
  ...{ id: 0, name: 0, photo: 0, role: 0, department: 0, headline: 0 },
  verifiedSkills: 0,
});
const EVENT = keysOf({ id: 0, title: 0, start: 0, end: 0, department: 0, category: 0, image: 0 });

const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Where an answer shows a person or an event, but not as exactly the card that all answers share: a name or title
 * outside of a card, or an object with some of a card's keys.
 */
export function strayCards(answer: unknown, names: Names, at = 'answer'): string[] {
  if (typeof answer === 'string') {
    return names.people.has(answer) || names.events.has(answer) ? [`${at} is a name outside of a card.`] : [];
  }
  if (typeof answer !== 'object' || answer === null) return [];
  if (keysOf(answer) === PERSON) return [];
  if (keysOf(answer) === EVENT) {
    const { start, end } = answer as { start: string | null; end: string | null };
    const isInUtc = [start, end].every((time) => time === null || UTC_TIME.test(time));
    return isInUtc ? [] : [`${at} has times that are not in UTC.`];
  }
  const isStray = CARD_KEYS.some((key) => key in answer);
  return [
    ...(isStray ? [`${at} has keys of a card, but not all or not only those.`] : []),
    ...Object.entries(answer).flatMap(([key, value]) => strayCards(value, names, `${at}.${key}`)),
  ];
}

/** The cache tags of the people and events whose cards an answer shows. */
export function tagsOfCards(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { id } = answer as { id: string };
  if (keysOf(answer) === PERSON) {
    const { verifiedSkills } = answer as { verifiedSkills: { by: { id: string } }[] };
    return [id, ...verifiedSkills.map(({ by }) => by.id)].map(personTag);
  }
  if (keysOf(answer) === EVENT) return [eventTag(id)];
  return Object.values(answer).flatMap(tagsOfCards);
}

function keysOf(fields: object): string {
  return Object.keys(fields).sort().join();
}
