import { deleteField, serverTimestamp, type DocumentData } from 'firebase/firestore';
import type { Collection } from '../../src/platform/documents/collection.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { documentPath, minimalDocument } from '../support/documents.ts';
import { alice, bob, get, list, remove, set, signedOut, testRules, update } from './support.ts';

type Operation = 'get' | 'list' | 'create' | 'update' | 'delete';

/** Who may do what with a document that belongs to Alice. */
interface Access {
  /** A document that Alice may create. */
  document: DocumentData;
  owner: Operation[];
  otherUser: Operation[];
  signedOut: Operation[];
}

const OWNER_WRITES: Pick<Access, 'owner' | 'otherUser' | 'signedOut'> = {
  owner: ['get', 'list', 'create', 'update', 'delete'],
  otherUser: ['get', 'list'],
  signedOut: [],
};

/** Access by path pattern. A declared collection without an entry must be closed to all clients. */
const ACCESS: Record<string, Access> = {
  'users/{uid}': { document: { name: 'Alice' }, ...OWNER_WRITES },
  'users/{uid}/positions/{positionId}': { document: { title: 'Engineer' }, ...OWNER_WRITES },
  'events/{eventId}': { document: { title: 'Hackathon', createdBy: alice }, ...OWNER_WRITES },
  'events/{eventId}/attendees/{uid}': { document: { status: 'going' }, ...OWNER_WRITES },
  'showcase_posts/{postId}': { document: { userId: alice }, ...OWNER_WRITES },
  'connections/{connectionId}': {
    document: { fromUid: alice, toUid: bob, status: 'pending' },
    // Only the recipient answers, with a status; connections.emulator.test.ts covers which.
    owner: ['get', 'list', 'create', 'delete'],
    otherUser: ['get', 'list', 'delete'],
    signedOut: [],
  },
};

const CLOSED = { owner: [], otherUser: [], signedOut: [] };

const ACTORS = { owner: alice, otherUser: bob, signedOut };

describe('firestore.rules: declared collections', () => {
  const { given, allows, denies } = testRules('demo-rules-declared');

  for (const collection of allCollections) {
    const access = ACCESS[collection.path] ?? { document: ownedDocument(collection), ...CLOSED };
    const path = documentPath(collection, (param) => (param === 'uid' ? alice : `some-${param}`));

    describe(`${collection.path}${collection.path in ACCESS ? '' : ', which has no entry in ACCESS'}`, () => {
      describe('without a document', () => {
        for (const [actor, uid] of Object.entries(ACTORS) as [keyof typeof ACTORS, string | null][]) {
          const check = access[actor].includes('create') ? allows : denies;
          check(`create by ${actor}`, uid, set(path, access.document));
          for (const imported of [true, false, null]) {
            const marked = { ...access.document, imported };
            denies(`create with imported: ${String(imported)} by ${actor}`, uid, set(path, marked));
          }
        }
      });

      describe('with a document', () => {
        given({ [path]: access.document });
        const operations = {
          get: get(path),
          list: list(path.slice(0, path.lastIndexOf('/'))),
          update: update(path, { extra: 1 }),
          delete: remove(path),
        };
        for (const [actor, uid] of Object.entries(ACTORS) as [keyof typeof ACTORS, string | null][]) {
          for (const [name, operation] of Object.entries(operations) as [
            Operation,
            typeof operations.get,
          ][]) {
            const check = access[actor].includes(name) ? allows : denies;
            check(`${name} by ${actor}`, uid, operation);
          }
          denies(`adding the mark of imported documents by ${actor}`, uid, update(path, { imported: true }));
        }
      });

      describe('with an imported document', () => {
        given({ [path]: { ...access.document, imported: true } });
        for (const [actor, uid] of Object.entries(ACTORS) as [keyof typeof ACTORS, string | null][]) {
          const check = access[actor].includes('update') ? allows : denies;
          check(`update by ${actor}`, uid, update(path, { extra: 1 }));
          check(
            `setting a time to the present by ${actor}`,
            uid,
            update(path, { attendedAt: serverTimestamp() }),
          );
          denies(`changing the mark by ${actor}`, uid, update(path, { imported: false }));
          denies(`removing the mark by ${actor}`, uid, update(path, { imported: deleteField() }));
          for (const time of ['createdAt', 'attendedAt']) {
            denies(`changing ${time} by ${actor}`, uid, update(path, { [time]: new Date('2198-01-01') }));
          }
          denies(`replacing without the mark by ${actor}`, uid, set(path, access.document));
        }
      });
    });
  }
});

/** A valid document in which every required text is Alice's uid, so that any owner field names her. */
function ownedDocument(collection: Collection): DocumentData {
  const owned = Object.keys(minimalDocument(collection)).map((field) => [field, alice]);
  return { ...Object.fromEntries(owned), userId: alice, createdBy: alice } as DocumentData;
}
