import type { StoreHolding } from './holding.ts';

const NO_TERM = 'until the app or the person deletes it';

/** What is kept outside Postgres. */
export const STORES: StoreHolding[] = [
  {
    store: 'Firestore',
    place: 'users/{uid}',
    purpose: "the person's own profile",
    term: NO_TERM,
    personal: "the person's: all of it",
  },
  {
    store: 'Firestore',
    place: 'users/{uid}/positions/{positionId}',
    purpose: 'what the person does and did for a living',
    term: NO_TERM,
    personal: "the person's: all of it",
  },
  {
    store: 'Firestore',
    place: 'cards/{uid}',
    purpose: 'what members see of a person',
    term: 'as long as the person is visible',
    personal: "the person's: all of it",
  },
  {
    store: 'Firestore',
    place: 'events/{eventId}',
    purpose: 'what takes place',
    term: NO_TERM,
    personal: 'who created it (`createdBy`), and what they wrote',
  },
  {
    store: 'Firestore',
    place: 'events/{eventId}/attendees/{uid}',
    purpose: 'who comes, and who came',
    term: 'until the event or the person deletes it',
    personal: "the attendee's: all of it; `checkedInBy` names somebody else",
  },
  {
    store: 'Firestore',
    place: 'showcase_posts/{postId}',
    purpose: 'what people show of their work',
    term: NO_TERM,
    personal:
      "the author's: all of it; `likes`, `shares` and `comments` name others, and hold what they wrote",
  },
  {
    store: 'Firestore',
    place: 'connections/{connectionId}',
    purpose: 'who asked whom, and who is connected',
    term: NO_TERM,
    personal: 'of both people: all of it',
  },
  {
    store: 'Firestore',
    place: 'limits/{uid}/daily/{kind}',
    purpose: 'that a person has created all that they may on a day',
    term: 'until they have again on another day',
    personal: "the person's: all of it",
  },
  {
    store: 'Firestore',
    place: 'system/{document}',
    purpose: 'the heartbeat, the control document and the list of administrators',
    term: 'for good',
    personal: 'the ids of the administrators',
  },
  {
    store: 'Redis',
    place: 'answer:{revision}:{callable}:{uid}:{input}',
    purpose: 'cached answers',
    term: 'an hour at most',
    personal: "the caller's; answers show cards of others. The input is a digest",
  },
  {
    store: 'Redis',
    place: 'calls:{callable}:{uid}',
    purpose: 'counts calls for their limits',
    term: 'a day at most',
    personal: "the caller's: that they called",
  },
  {
    store: 'Redis',
    place: 'touched',
    purpose: 'which answers have been overtaken',
    term: 'until it is emptied, when it grows large',
    personal: 'none: digests of ids, each with a number',
  },
  {
    store: 'Cloudinary',
    place: '{folder}/{mediaId}',
    purpose: 'uploaded images and videos, and their renditions',
    term: 'until the owner deletes the file, or it is removed as unused',
    personal: "the owner's: all of it",
  },
  {
    store: 'Cloud Storage',
    place: 'backups/{folder}/{mediaId}',
    purpose: 'copies of the originals',
    term: 'as long as the file',
    personal: "the owner's: all of it, with what a camera wrote into it",
  },
  {
    store: 'Firebase Auth',
    place: '{uid}',
    purpose: 'signing in, and the claims that say who may do what',
    term: 'until the account is deleted',
    personal: "the person's: all of it",
  },
];
