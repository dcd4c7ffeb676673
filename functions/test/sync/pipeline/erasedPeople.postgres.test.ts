import assert from 'node:assert/strict';
import { documentHash } from '../../../src/platform/erasure/keyedHash.ts';
import { transaction } from '../../../src/platform/postgres.ts';
import { writeLedger } from '../../../src/platform/erasure/ledger.ts';
import { recordDeferredChanges } from '../../../src/sync/control/deferredChanges.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf, finishErasureOf } from '../../support/erasures.ts';
import { rowsNaming } from '../../support/rowsNaming.ts';
import { counts } from '../../support/state.ts';

const ADA = 'ada-x7';
const PROFILE = { email: 'ada@campus.example', name: 'Ada Lovelace', skills: ['Go'], mediaIds: ['m1'] };
const POST = { userId: 'bob', content: 'Compilers' };

/** Documents of the erased, as messages may still bring them. */
const THEIRS = [
  change(`users/${ADA}`, 10, PROFILE),
  change(`users/${ADA}/positions/p`, 10, { title: 'Engineer' }),
  change(`events/e/attendees/${ADA}`, 10, { status: 'going' }),
  change('showcase_posts/theirs', 10, { userId: ADA, content: 'Mine' }),
  change('showcase_posts/referring', 10, { userId: { $reference: `users/${ADA}` } }),
  change('connections/sent', 10, { fromUid: ADA, toUid: 'bob' }),
  change('connections/received', 10, { fromUid: 'bob', toUid: ADA }),
  // Rejected ones: their messages are not kept either.
  change('connections/broken', 10, { fromUid: ADA }),
  change(`undeclared/${ADA}`, 10, { x: 1 }),
  change('undeclared/theirs', 10, { uid: ADA }),
  change(`users/${ADA}`, 11, null),
];

/** Documents of others, and what is left of them. */
const OTHERS: [path: string, data: object, kept: object][] = [
  ['events/e', { title: 'Talk', createdBy: ADA }, { title: 'Talk' }],
  [
    'events/e/attendees/bob',
    { status: 'attended', checkedInBy: ADA },
    { status: 'attended', checkedInBy: '[deleted]' },
  ],
  [
    'users/bob',
    { name: 'Bob', verifiedSkills: [{ name: 'go', by: ADA }] },
    { name: 'Bob', verifiedSkills: [{ name: 'go', by: '[deleted]' }] },
  ],
  ['showcase_posts/p', { ...POST, likes: [ADA, 'eve'] }, { ...POST, likes: ['eve'] }],
  ['system/administrators', { uids: [ADA] }, { uids: [] }],
];

describe('the writer, about people who are erased', () => {
  let database: TestDatabase;
  let writer: Writer;
  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  afterEach(() => database.drop());

  for (const erase of [beginErasureOf, finishErasureOf]) {
    describe(erase === finishErasureOf ? 'when only their hash is left' : 'while they are looked for', () => {
      it('writes no document of theirs, whoever writes it, and counts it as superseded', async () => {
        await erase(database.sql, ADA);
        assert.deepEqual(new Set(await writer.apply(THEIRS)), new Set(['superseded']));
        for (const one of THEIRS)
          assert.deepEqual(await new Writer(database.sql, allCollections, 'repair').apply([one]), [
            'superseded',
          ]);
        assert.deepEqual(await rowsNaming(database.sql, [ADA]), []);
        const { received, superseded, dead_lettered: deadLettered } = await counts(database.sql);
        assert.deepEqual([received, superseded, deadLettered], [THEIRS.length, THEIRS.length, 0]);
      });

      it("writes others' documents without them, in one transaction", async () => {
        await erase(database.sql, ADA);
        const batch = OTHERS.map(([path, data]) => change(path, 10, data as never));
        assert.deepEqual(new Set(await writer.apply(batch)), new Set(['applied']));
        for (const [path, , kept] of OTHERS) assert.deepEqual(await documentAt(path), kept, path);
        assert.deepEqual(await rowsNaming(database.sql, [ADA]), []);
      });

      it("keeps dead letters of others' documents without them", async () => {
        await erase(database.sql, ADA);
        assert.deepEqual(await writer.apply([change('events/bad', 10, { createdBy: ADA, skills: ['Go'] })]), [
          'dead-lettered',
        ]);
        const [letter] = await database.sql`select message -> 'data' as data from dead_letters`;
        assert.deepEqual(letter?.['data'], { skills: ['Go'] });
      });

      it('records no deferred change of theirs', async () => {
        await erase(database.sql, ADA);
        const deferred = [`users/${ADA}`, `events/e/attendees/${ADA}`, 'users/bob'].map((path) => ({
          ...{ collection: 'users', path, version: 1, publishedAt: '2026-01-01T00:00:00Z' },
        }));
        await recordDeferredChanges(database.sql, deferred);
        const rows = await database.sql`select path from deferred_changes`;
        assert.deepEqual(
          rows.map(({ path }) => path as string),
          ['users/bob'],
        );
      });
    });
  }

  it('takes their names and addresses out of texts, unless somebody else has the name', async () => {
    await writer.apply([change('users/eve', 1, { name: 'grace hopper' })]);
    await beginErasureOf(database.sql, ADA, {
      emails: [PROFILE.email],
      names: [PROFILE.name, 'Grace Hopper'],
    });
    const content = `By Ada Lovelace (ADA@campus.example, ${ADA}) and Grace Hopper`;
    await writer.apply([change('showcase_posts/p', 10, { ...POST, content })]);
    assert.equal(
      (await documentAt('showcase_posts/p'))?.['content'],
      'By [deleted] ([deleted], [deleted]) and Grace Hopper',
    );
  });

  it('learns of erasures that begin while it runs, and of those that end', async () => {
    assert.deepEqual(await writer.apply([change('users/other', 1, PROFILE)]), ['applied']);
    await beginErasureOf(database.sql, ADA);
    assert.deepEqual(await writer.apply([change(`users/${ADA}`, 1, PROFILE)]), ['superseded']);
    await database.sql`delete from erasures`;
    assert.deepEqual(await writer.apply([change(`users/${ADA}`, 1, PROFILE)]), ['applied']);
  });

  it('writes nothing under another key than that of the ledger', async () => {
    await beginErasureOf(database.sql, ADA);
    await database.sql`update erasure_ledger set key_fingerprint = sha256('another')`;
    await assert.rejects(writer.apply([change('users/bob', 1, PROFILE), change('users/eve', 1, PROFILE)]), {
      code: 'EK001',
    });
    assert.deepEqual(await documentAt('users/bob'), undefined);
  });

  describe('with a hashed tombstone', () => {
    beforeEach(() =>
      transaction(database.sql, async (sql) => {
        await writeLedger(sql);
        await sql`insert into hashed_tombstones values (${documentHash('users/bob')}, 20)`;
      }),
    );

    it('supersedes older states, rejected ones, too', async () => {
      const older = [
        change('users/bob', 19, PROFILE),
        change('users/bob', 20, null),
        change('users/bob', 20, { email: 1 }),
      ];
      assert.deepEqual(new Set(await writer.apply(older)), new Set(['superseded']));
      assert.deepEqual(await rowsNaming(database.sql, ['bob']), []);
    });

    it('writes a newer state, and forgets the tombstone', async () => {
      assert.deepEqual(await writer.apply([change('users/bob', 21, PROFILE)]), ['applied']);
      assert.equal((await database.sql`select from hashed_tombstones`).length, 0);
    });

    it('keeps a newer deletion as a hash, in any order with what came before it', async () => {
      assert.deepEqual(await writer.apply([change('users/bob', 31, null)]), ['superseded']);
      assert.deepEqual(await writer.apply([change('users/bob', 30, PROFILE)]), ['superseded']);
      assert.deepEqual(
        await writer.apply([change('users/bob', 40, PROFILE), change('users/bob', 41, null)]),
        ['superseded', 'superseded'],
      );
      const [tombstone] = await database.sql`select version::integer from hashed_tombstones`;
      assert.equal(tombstone?.['version'], 41);
      assert.deepEqual(await rowsNaming(database.sql, ['bob']), []);
    });
  });

  async function documentAt(path: string): Promise<Record<string, unknown> | undefined> {
    for (const collection of allCollections) {
      const params = collection.match(path);
      if (params === null) continue;
      const rows = await database.sql<{ firebase_data: Record<string, unknown> }[]>`
        select * from ${database.sql(collection.table)} where live`;
      const id = collection.keyOf(params).join();
      return rows.find((row) => collection.fromColumns(row).join() === id)?.firebase_data;
    }
    return undefined;
  }
});
