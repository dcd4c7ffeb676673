import assert from 'node:assert/strict';
import { deleteField, serverTimestamp, type DocumentData } from 'firebase/firestore';
import { allCollections } from '../../src/sync/collections/index.ts';
import { documentPath } from '../support/documents.ts';
import { alice, bob, referredBy, set, testRules, update } from './support.ts';

/** A document of each collection that clients write, who writes it, and a change that they may make. */
const DOCUMENTS: Record<string, { document: DocumentData; editor?: string; change?: DocumentData }> = {
  'users/{uid}': { document: { name: 'Alice' } },
  'users/{uid}/positions/{positionId}': { document: { title: 'Engineer' } },
  'events/{eventId}': { document: { title: 'Hackathon', createdBy: alice } },
  'events/{eventId}/attendees/{uid}': { document: { status: 'going' } },
  'showcase_posts/{postId}': { document: { userId: alice } },
  'connections/{connectionId}': {
    document: { fromUid: alice, toUid: bob, status: 'pending' },
    editor: bob,
    change: { status: 'accepted' },
  },
};

describe('firestore.rules: the mark of imported documents', () => {
  const { given, allows, denies } = testRules('demo-rules-imported');

  it('is tested in every collection that clients write', () => {
    const written = allCollections.map(({ path }) => path).filter((path) => !path.startsWith('system/'));
    assert.deepEqual(Object.keys(DOCUMENTS).sort(), written.sort());
  });

  for (const collection of allCollections.filter(({ path }) => path in DOCUMENTS)) {
    const { document, editor = alice, change = { extra: 1 } } = DOCUMENTS[collection.path]!;
    const path = documentPath(collection, (param) => (param === 'uid' ? alice : `some-${param}`));

    describe(collection.path, () => {
      describe('without a document', () => {
        given(referredBy(path));
        allows('creating it', alice, set(path, document));
        for (const imported of [true, false, null])
          denies(
            `creating it with imported: ${String(imported)}`,
            alice,
            set(path, { ...document, imported }),
          );
      });

      describe('with a document', () => {
        given({ [path]: document });
        denies('marking it', editor, update(path, { ...change, imported: true }));
      });

      describe('with an imported document', () => {
        given({ [path]: { ...document, imported: true } });
        allows('an update', editor, update(path, change));
        denies('changing the mark', editor, update(path, { ...change, imported: false }));
        denies('removing the mark', editor, update(path, { ...change, imported: deleteField() }));
        denies('replacing it without the mark', editor, set(path, { ...document, ...change }));
        denies('a time of its creation', editor, update(path, { ...change, createdAt: serverTimestamp() }));
      });
    });
  }
});
