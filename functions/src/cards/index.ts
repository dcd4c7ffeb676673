/** What answers show of people and events: the same card in every answer. */
export { readEventCards, withEvents, type EventCard } from './event.ts';
export { personCardTags, readPersonCards, withPeople, type PersonCard } from './person.ts';
export { isShownFor, type Purpose } from './purpose.ts';
export { shortList, type ShortList } from './shortList.ts';
