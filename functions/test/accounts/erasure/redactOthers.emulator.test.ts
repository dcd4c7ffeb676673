import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { redactOthersDocuments } from '../../../src/accounts/erasure/documents/redactOthers.ts';
import { readMentions } from '../../../src/accounts/erasure/rows/mentions.ts';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { emptyFirestore } from '../../support/firestore.ts';

const SUBJECT = { uid: 'u1', emails: ['zoe@campus.example'], names: ['Zoe Lovelace'], files: ['f1'] };

describe("taking a person out of others' documents", () => {
  let firestore: Firestore;
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  beforeEach(() => {
    ({ firestore } = emptyFirestore());
  });
  afterEach(async () => {
    mock.restoreAll();
    await firestore.terminate();
  });

  const redact = async (): Promise<number> =>
    redactOthersDocuments(
      { firestore, sql: database.sql },
      await readMentions(database.sql, SUBJECT),
      SUBJECT,
    );

  it('changes what names them, in fields of any name, and nothing else', async () => {
    const post = firestore.doc('showcase_posts/p1');
    await post.set({
      likes: ['u1', 'u2'],
      'a.dotted `name`': 'With Zoe Lovelace',
      reviewer: 'u1',
      deep: { by: 'u1', kept: true },
      other: 'as it was',
    });
    assert.equal(await redact(), 1);
    assert.deepEqual((await post.get()).data(), {
      likes: ['u2'],
      'a.dotted `name`': 'With [deleted]',
      deep: { by: '[deleted]', kept: true },
      other: 'as it was',
    });
    assert.equal(await redact(), 0);
  });

  it('keeps what others write meanwhile, and brings no deleted document back', async () => {
    const [changed, deleted] = [firestore.doc('showcase_posts/p1'), firestore.doc('showcase_posts/p2')];
    for (const post of [changed, deleted]) await post.set({ likes: ['u1'] });
    const getAll = firestore.getAll.bind(firestore);
    mock.method(firestore, 'getAll', async (...references: Parameters<typeof getAll>) => {
      const snapshots = await getAll(...references);
      await changed.update({ likes: ['u1', 'u3'], comments: [{ userId: 'u3', text: 'Late' }] });
      await deleted.delete();
      return snapshots;
    });
    assert.equal(await redact(), 1);
    assert.deepEqual((await changed.get()).data(), {
      likes: ['u3'],
      comments: [{ userId: 'u3', text: 'Late' }],
    });
    assert.equal((await deleted.get()).exists, false);
  });
});
