/** What answers show of people and events: the same card in every answer. */
export { eventCard, readEventCards, withEvents, type EventCard } from './event.ts';
export { personCard, personCardTags, readPersonCards, withPeople, type PersonCard } from './person.ts';
export { isShownFor, type Purpose } from './purpose.ts';
export { shortList, shortListOf } from './shortList.ts';
export { verifiedLevel } from './verifiedSkills.ts';
