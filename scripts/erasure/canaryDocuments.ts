import type { DocumentData, Firestore } from 'firebase-admin/firestore';
import type { CanaryPerson } from './canaryPeople.ts';

const DAY_MS = 86_400_000;

/** Who will be erased, and who will stay. */
export interface Cast {
  leaving: CanaryPerson[];
  staying: CanaryPerson[];
}

/** Documents by path. */
export type Documents = Map<string, DocumentData>;

const idOf = ({ prefix }: CanaryPerson): string => prefix.slice('canary'.length);
export const eventOf = (person: CanaryPerson): string => `events/event-${idOf(person)}`;
export const postOf = (person: CanaryPerson): string => `showcase_posts/post-${idOf(person)}`;

/** A person with those whom their documents name. */
interface Acquaintances {
  person: CanaryPerson;
  isLeaving: boolean;
  /** Of the other half of the cast. */
  other: CanaryPerson;
  /** Somebody else who stays. */
  host: CanaryPerson;
}

/**
 * Documents of every collection with a canary in every field, also in fields that nobody declared. What goes with the
 * document of somebody who leaves holds no canary of those who stay: the reactions of all are to posts of those.
 */
export function canaryDocuments(firestore: Firestore, cast: Cast, now: Date): Documents {
  const documents: Documents = new Map();
  const people = acquaint(cast);
  for (const acquaintances of people) {
    const clock = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
    const own = ownDocuments(acquaintances, clock);
    for (const [path, data] of Object.entries(own)) {
      const isEvent = path.startsWith('events/') && path.split('/').length === 2;
      documents.set(path, isEvent ? data : { ...data, ...undeclared(firestore, acquaintances.person) });
    }
  }
  for (const acquaintances of people) {
    react(documents, acquaintances, new Date(now.getTime() - 9 * DAY_MS));
    if (acquaintances.isLeaving) mention(firestore, documents, acquaintances);
  }
  return documents;
}

function acquaint({ leaving, staying }: Cast): Acquaintances[] {
  const pick = (people: CanaryPerson[], index: number): CanaryPerson => {
    const picked = people[index % people.length];
    if (picked === undefined) throw new Error('a cast needs people who leave and people who stay');
    return picked;
  };
  return [
    ...leaving.map((person, index) => ({
      ...{ person, isLeaving: true, other: pick(staying, index), host: pick(staying, index + 1) },
    })),
    ...staying.map((person, index) => ({
      ...{ person, isLeaving: false, other: pick(leaving, index), host: pick(staying, index + 1) },
    })),
  ];
}

function ownDocuments(
  { person, isLeaving, other, host }: Acquaintances,
  daysAgo: (days: number) => Date,
): Record<string, DocumentData> {
  const { uid, email, name, canary } = person;
  const position = (from: number, to: number | null): DocumentData => ({
    ...{ title: canary(), organisation: canary(), industry: canary(), createdAt: daysAgo(from) },
    ...{ startDate: daysAgo(from), endDate: to === null ? null : daysAgo(to) },
  });
  return {
    [`users/${uid}`]: {
      ...{ email, name, role: 'student', department: canary(), studentId: canary(), createdAt: daysAgo(200) },
      ...{ bio: `${canary()} ${uid}`, photo: `https://photos.example/${canary()}.jpg` },
      ...{ skills: [canary(), { name: canary(), level: 4 }, 'TypeScript'] },
      verifiedSkills: [{ name: 'TypeScript', by: other.uid, at: daysAgo(3) }],
      visibility: { search: true, matching: true, forecast: true, attendance: true },
    },
    [`users/${uid}/positions/${canary()}`]: position(400, 101),
    [`users/${uid}/positions/${canary()}-now`]: position(100, null),
    // The event remains, so it holds nothing that somebody who leaves wrote but what names them.
    [eventOf(person)]: {
      ...{
        title: `Evening of ${isLeaving ? name : canary()}`,
        description: isLeaving ? namesOf(person) : canary(),
      },
      ...{ category: 'Talks', createdBy: uid, skills: ['TypeScript'], createdAt: daysAgo(40) },
      ...{ startDate: daysAgo(20), endDate: daysAgo(19) },
    },
    [`${eventOf(other)}/attendees/${uid}`]: {
      ...{ status: 'attended', attendedAt: daysAgo(20), rating: 5, createdAt: daysAgo(30) },
      ...{ checkedInBy: other.uid, checkedInAt: daysAgo(20) },
    },
    [postOf(person)]: {
      ...{
        userId: uid,
        content: canary(),
        category: canary(),
        skills: [canary(), 'SQL'],
        createdAt: daysAgo(10),
      },
      ...{ likes: [other.uid, host.uid], shares: [other.uid], comments: [] },
    },
    [`connections/${canary()}`]: { ...between(uid, host.uid), status: 'accepted', createdAt: daysAgo(50) },
    [`connections/${canary()}-asked`]: {
      ...between(host.uid, uid),
      status: 'pending',
      createdAt: daysAgo(5),
    },
    [`limits/${uid}/daily/posts`]: { until: daysAgo(-1) },
  };
}

const between = (fromUid: string, toUid: string): DocumentData => ({ fromUid, toUid });

/** Fields that no schema declares, with values of every type that can hold a text. */
function undeclared(firestore: Firestore, { uid, canary }: CanaryPerson): DocumentData {
  return {
    undeclared: { list: [canary(), { deep: canary() }], [canary()]: 'in a name' },
    bytes: Buffer.from(`bytes ${canary()}`),
    reference: firestore.doc(`users/${uid}`),
    [canary()]: true,
  };
}

/** Likes, shares and comments on the post of somebody who stays. */
function react(documents: Documents, { person, host }: Acquaintances, createdAt: Date): void {
  const { uid, name, canary } = person;
  const post = documents.get(postOf(host));
  if (post === undefined) throw new Error('everybody has a post');
  const comment = { userId: uid, name, text: canary(), createdAt };
  for (const [field, entry] of Object.entries({ likes: uid, shares: uid, comments: comment }))
    (post[field] as unknown[]).push(entry);
}

/** What others have written about somebody who leaves. */
function mention(firestore: Firestore, documents: Documents, { person, other, host }: Acquaintances): void {
  const append = (path: string, field: string): void => {
    const data = documents.get(path) ?? {};
    data[field] = `${String(data[field])}. With ${namesOf(person)}`;
  };
  append(`users/${other.uid}`, 'bio');
  append(eventOf(host), 'description');
  append(postOf(host), 'content');
  const profile = documents.get(`users/${host.uid}`);
  if (profile !== undefined) {
    profile['mentor'] = firestore.doc(`users/${person.uid}`);
    profile['friends'] = [...((profile['friends'] as string[] | undefined) ?? []), person.uid, other.uid];
  }
}

export function namesOf({ uid, email, name }: CanaryPerson): string {
  return `@${name} (${name}, ${email}, ${uid})`;
}
