import type { DocumentData } from 'firebase-admin/firestore';
import type { Cast, Documents } from './canaryDocuments.ts';
import type { CanaryPerson } from './canaryPeople.ts';

/** What somebody who has been very active for years has left; more files than these cannot be uploaded in a month. */
export const HEAVY = { posts: 2000, attendances: 2000, connections: 1000, reactions: 500, files: 200 };

/**
 * The documents of a heavy user: posts, attendances of events of others, connections, and comments and likes in posts of
 * others.
 */
export function heavyDocuments(person: CanaryPerson, { staying }: Cast, now: Date): Documents {
  const { uid, email, name, canary } = person;
  const documents: Documents = new Map();
  const many = (
    count: number,
    documentOf: (index: number, other: CanaryPerson) => [string, DocumentData],
  ): void => {
    for (let index = 0; index < count; index += 1) {
      documents.set(...documentOf(index, staying[index % staying.length] ?? person));
    }
  };
  documents.set(`users/${uid}`, {
    email,
    name,
    role: 'student',
    bio: canary(),
    skills: ['TypeScript'],
    createdAt: now,
  });
  many(HEAVY.posts, (index) => [
    `showcase_posts/heavy-${String(index)}`,
    { userId: uid, content: canary(), skills: ['SQL'], likes: [], createdAt: now },
  ]);
  many(HEAVY.attendances, (index, other) => [
    `events/heavy-${String(index)}`,
    { title: `Evening ${String(index)}`, createdBy: other.uid, startDate: now, createdAt: now },
  ]);
  many(HEAVY.attendances, (index) => [
    `events/heavy-${String(index)}/attendees/${uid}`,
    { status: 'going', note: canary(), createdAt: now },
  ]);
  many(HEAVY.connections, (index, other) => [
    `connections/heavy-${String(index)}`,
    { fromUid: uid, toUid: other.uid, status: 'accepted', createdAt: now },
  ]);
  many(HEAVY.reactions, (index, other) => [
    `showcase_posts/reacted-${String(index)}`,
    {
      ...{ userId: other.uid, content: 'An idea', likes: [uid], createdAt: now },
      comments: [{ userId: uid, name, text: canary(), createdAt: now }],
    },
  ]);
  return documents;
}
