import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from '../../../src/platform/postgres.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change, incoming } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { documentPath, fullDocument } from '../../support/documents.ts';
import { counts, liveDocuments, skillsByUser } from '../../support/state.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada', skills: ['Go'] };
const BALL = { title: 'Ball' };

describe('Writer', () => {
  let database: TestDatabase;
  let writer: Writer;

  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  afterEach(() => database.drop());

  it('writes the columns of a document and the whole document', async () => {
    assert.deepEqual(
      await writer.apply([
        change('users/ada', 1_767_225_601_000_001, { ...ADA, role: 'Student', extra: { $double: 'NaN' } }),
      ]),
      ['applied'],
    );
    const [row] = await database.sql`
      select id, email, name, role, created_at = updated_at as new, extract(microseconds from updated_at)::integer as us,
        firebase_data, version::float8, live from users`;
    assert.deepEqual(
      { ...row },
      {
        id: 'ada',
        email: 'ada@campus.example',
        name: 'Ada',
        role: 'student',
        new: true,
        us: 1_000_000,
        firebase_data: { ...ADA, role: 'Student', extra: { $double: 'NaN' } },
        version: 1_767_225_601_000_001,
        live: true,
      },
    );
  });

  it('writes new documents and those that reference them in one transaction', async () => {
    await writer.apply([
      change('users/ada', 1, ADA),
      change('events/e1', 1, { title: 'Talk', createdBy: 'ada' }),
      change('events/e1/attendees/ada', 1, { status: 'going' }),
      change('showcase_posts/p1', 1, { userId: 'ada' }),
    ]);
    // Several transaction ids would mean that Postgres rejected the batch and it was halved.
    const rows = await database.sql`
      select xmin from users union select xmin from events union
      select xmin from event_attendance union select xmin from showcase_posts`;
    assert.equal(rows.length, 1);
  });

  for (const collection of allCollections) {
    it(`writes a document of ${collection.table} with every column, and a tombstone without any`, async () => {
      const path = documentPath(collection, (param) => param);
      const data = fullDocument(collection);
      const read = async (): Promise<Record<string, unknown>> => {
        const [row] = await database.sql`select * from ${database.sql(collection.table)} where version > 0`;
        return row ?? {};
      };
      assert.deepEqual(await writer.apply([change(path, 1_000_001, data)]), ['applied']);
      const live = await read();
      assert.deepEqual(live['firebase_data'], data);
      for (const column of collection.columns) assert.notEqual(live[column] ?? null, null, column);
      assert.deepEqual(await writer.apply([change(path, 1_000_002, null)]), ['applied']);
      const tombstone = await read();
      for (const column of collection.columns) assert.equal(tombstone[column], null, column);
      assert.deepEqual([tombstone['firebase_data'], tombstone['live']], [null, false]);
    });
  }

  it('applies only strictly newer versions', async () => {
    assert.deepEqual(await writer.apply([change('users/ada', 20, ADA)]), ['applied']);
    assert.deepEqual(await writer.apply([change('users/ada', 20, { ...ADA, name: 'Same' })]), ['superseded']);
    assert.deepEqual(await writer.apply([change('users/ada', 19, { ...ADA, name: 'Old' })]), ['superseded']);
    assert.deepEqual(await writer.apply([change('users/ada', 21, { ...ADA, name: 'New' })]), ['applied']);
    assert.equal((await liveDocuments(database.sql))['users/ada']?.['name'], 'New');
  });

  it('leaves a tombstone that a newer state overwrites and an older one does not', async () => {
    await writer.apply([change('users/ada', 10, ADA)]);
    assert.deepEqual(await writer.apply([change('users/ada', 11, null)]), ['applied']);
    assert.deepEqual(await writer.apply([change('users/ada', 10, ADA)]), ['superseded']);
    const [row] = await database.sql`select * from users`;
    assert.deepEqual(
      Object.entries(row ?? {})
        .filter(([, value]) => value !== null)
        .map(([column]) => column)
        .sort(),
      ['changed_at', 'id', 'live', 'synced_at', 'version'],
      'the tombstone keeps personal data',
    );
    assert.deepEqual(await skillsByUser(database.sql), {});
    assert.deepEqual(await writer.apply([change('users/ada', 30, ADA)]), ['applied']);
    assert.deepEqual(await skillsByUser(database.sql), { ada: ['go'] });
  });

  it('keeps a tombstone when the creation arrives after the deletion', async () => {
    assert.deepEqual(await writer.apply([change('users/ada', 11, null)]), ['applied']);
    assert.deepEqual(await writer.apply([change('users/ada', 10, ADA)]), ['superseded']);
    assert.deepEqual(await liveDocuments(database.sql), {});
  });

  it('writes the newest of several states in one batch, in any order', async () => {
    const batch = [
      change('users/ada', 3, { ...ADA, name: 'Third' }),
      change('users/ada', 1, ADA),
      change('users/ada', 3, { ...ADA, name: 'Third' }),
      change('users/ada', 2, null),
    ];
    assert.deepEqual(await writer.apply(batch), ['applied', 'superseded', 'superseded', 'superseded']);
    assert.equal((await liveDocuments(database.sql))['users/ada']?.['name'], 'Third');
  });

  it('writes children before their parents, with placeholders for the parents', async () => {
    const batch = [
      change('events/e1/attendees/ada', 10, { status: 'going' }),
      change('showcase_posts/p1', 11, { userId: 'bob' }),
      change('connections/c1', 12, { fromUid: 'ada', toUid: 'eve' }),
      change('users/ada/positions/q1', 13, { title: 'Engineer' }),
      change('events/e2', 14, { title: 'Talk', createdBy: 'kim' }),
    ];
    assert.deepEqual(
      await writer.apply(batch),
      batch.map(() => 'applied'),
    );
    const placeholders = await database.sql`
      select id, version::integer, live from users union all select id, version::integer, live from events where version = 0 order by id`;
    assert.deepEqual(
      placeholders.map((row) => ({ ...row })),
      ['ada', 'bob', 'e1', 'eve', 'kim'].map((id) => ({ id, version: 0, live: false })),
    );
    assert.deepEqual(
      await writer.apply([change('users/ada', 5, ADA)]),
      ['applied'],
      'the document does not overwrite its placeholder',
    );
    assert.equal(Object.keys(await liveDocuments(database.sql)).length, 6);
  });

  it('keeps children of a deleted parent', async () => {
    await writer.apply([change('users/ada', 10, ADA), change('showcase_posts/p1', 11, { userId: 'ada' })]);
    await writer.apply([change('users/ada', 12, null)]);
    assert.deepEqual(Object.keys(await liveDocuments(database.sql)), ['showcase_posts/p1']);
  });

  it('keeps exactly the skills of the current state', async () => {
    await writer.apply([
      change('users/ada', 1, { ...ADA, skills: ['Go', { name: 'React', level: 2 }] }),
      change('users/bob', 1, { ...ADA, skills: [' REACT '] }),
    ]);
    await writer.apply([change('users/ada', 2, { ...ADA, skills: [{ name: 'react', level: 5 }, 'SQL'] })]);
    assert.deepEqual(await skillsByUser(database.sql), { ada: ['react', 'sql'], bob: ['react'] });
    const [link] = await database.sql`
      select proficiency_level from user_skills join skills on skills.id = skill_id where user_id = 'ada' and key = 'react'`;
    assert.equal(link?.['proficiency_level'], 5);
    const [skills] =
      await database.sql`select count(*)::integer as count, count(distinct lower(name))::integer as distinct from skills`;
    assert.deepEqual({ ...skills }, { count: 3, distinct: 3 });
    await writer.apply([change('users/ada', 3, { ...ADA, skills: [] })]);
    assert.deepEqual(await skillsByUser(database.sql), { bob: ['react'] });
  });

  it('accepts a changed e-mail address, even one that another user has', async () => {
    await writer.apply([
      change('users/ada', 1, ADA),
      change('users/bob', 1, { ...ADA, email: 'bob@campus.example' }),
    ]);
    await writer.apply([change('users/ada', 2, { ...ADA, email: 'bob@campus.example' })]);
    await writer.apply([change('users/bob', 2, { ...ADA, email: 'ada@campus.example' })]);
    const rows = await database.sql`select id, email from users order by id`;
    assert.deepEqual(
      rows.map(({ id, email }) => [id, email]),
      [
        ['ada', 'bob@campus.example'],
        ['bob', 'ada@campus.example'],
      ],
    );
  });

  describe('for documents that cannot be applied', () => {
    it('records a dead letter with a reason that says what to do and contains no value', async () => {
      const bad = { title: ['secret'], skills: 7 };
      assert.deepEqual(await writer.apply([change('events/ball', 10, bad)]), ['dead-lettered']);
      const [deadLetter] =
        await database.sql`select key, collection, path, version::integer, reason, message, attempts from dead_letters`;
      assert.deepEqual(
        { ...deadLetter, message: deadLetter?.['message'].data },
        {
          key: 'events/ball',
          collection: 'events',
          path: 'events/ball',
          version: 10,
          reason:
            'title must be text, but is a list. Correct the document in Firestore; the correction syncs automatically',
          message: bad,
          attempts: 1,
        },
      );
    });

    it('counts redeliveries of the same state as attempts', async () => {
      for (let delivery = 0; delivery < 3; delivery += 1)
        await writer.apply([change('events/ball', 10, {}), change('events/ball', 10, {})]);
      const deadLetters = await database.sql`select key, attempts from dead_letters`;
      assert.deepEqual(
        deadLetters.map((row) => ({ ...row })),
        [{ key: 'events/ball', attempts: 6 }],
      );
    });

    it('applies an older state that fits if the newer one does not', async () => {
      assert.deepEqual(await writer.apply([change('events/ball', 11, {}), change('events/ball', 10, BALL)]), [
        'dead-lettered',
        'applied',
      ]);
    });

    it('applies the rest of the batch even if Postgres itself rejects a row', async () => {
      // Firestore allows both ids, but together they exceed the size of a Postgres index entry.
      const long = randomBytes(700).toString('hex');
      const batch = Array.from({ length: 50 }, (_, index) => change(`users/u${String(index)}`, 10, ADA));
      batch.splice(20, 0, change(`events/${long}/attendees/${long.split('').reverse().join('')}`, 10, {}));
      batch.splice(40, 0, change('events/bad', 10, {}));
      const outcomes = await writer.apply(batch);
      assert.equal(outcomes.filter((outcome) => outcome === 'applied').length, 50);
      assert.deepEqual([outcomes[20], outcomes[40]], ['dead-lettered', 'dead-lettered']);
      const [deadLetter] =
        await database.sql`select reason from dead_letters where collection = 'event_attendance'`;
      assert.equal(
        deadLetter?.['reason'],
        'Postgres rejected the row (54000, event_attendance_pkey): correct the document, or fix the table and run "npm run dead-letters -- replay --all"',
      );
      assert.deepEqual(await counts(database.sql), {
        received: 52,
        applied: 50,
        superseded: 0,
        dead_lettered: 2,
      });
    });

    it('records messages that are not changes, undeclared paths, and ids that Postgres cannot store', async () => {
      const nul = change('users/a\0b', 10, ADA);
      const loneSurrogate = change('users/a\ud800b', 10, ADA);
      const outcomes = await writer.apply([
        {
          id: '42',
          message: Buffer.from([0xff, 0x00]),
          bytes: 2,
          change: { kind: 'unreadable', problem: 'the message is not JSON' },
        },
        change('nowhere/x', 10, {}),
        nul,
        loneSurrogate,
        incoming({ kind: 'refused', path: 'users/new', version: 10, reason: 'cannot contain a Decimal' }),
      ]);
      assert.deepEqual(new Set(outcomes), new Set(['dead-lettered']));
      const deadLetters = await database.sql`select key, reason, message from dead_letters order by id`;
      assert.deepEqual(deadLetters.map(({ key, reason }) => [key, reason]).sort(), [
        ['message:42', "the message is not JSON; only the suite's own triggers may publish to this topic"],
        [
          'nowhere/x',
          'no collection has this path: declare it, deploy, and run "npm run dead-letters -- replay --all"',
        ],
        ['users/a␀b', 'Postgres cannot store an id with a NUL character or a lone surrogate: use another id'],
        [
          'users/a\ufffdb',
          'Postgres cannot store an id with a NUL character or a lone surrogate: use another id',
        ],
        ['users/new', 'cannot contain a Decimal'],
      ]);
      const base64 = deadLetters.map(({ message }) => message.base64).filter((text) => text !== undefined);
      assert.deepEqual(
        base64.sort(),
        [Buffer.from([0xff, 0x00]), nul.message!, loneSurrogate.message!]
          .map((bytes) => bytes.toString('base64'))
          .sort(),
      );
    });
  });

  it('counts every message exactly once', async () => {
    await writer.apply([
      change('users/ada', 2, ADA),
      change('users/ada', 1, ADA),
      change('events/bad', 1, {}),
    ]);
    await writer.apply([change('users/ada', 2, ADA), change('showcase_posts/p', 1, { userId: 'ada' })]);
    await writer.apply([incoming({ kind: 'reread', path: 'users/gone', version: 5 })]);
    assert.deepEqual(await counts(database.sql), {
      received: 6,
      applied: 2,
      superseded: 3,
      dead_lettered: 1,
    });
  });

  it('throws and writes nothing if the database is unreachable', async () => {
    const url = new URL(database.url);
    url.port = '1';
    const unreachable = connect(url.href, { max: 1 });
    await assert.rejects(new Writer(unreachable, allCollections).apply([change('users/ada', 1, ADA)]), {
      code: 'ECONNREFUSED',
    });
    await unreachable.end();
    assert.deepEqual(await counts(database.sql), {
      received: 0,
      applied: 0,
      superseded: 0,
      dead_lettered: 0,
    });
  });

  it('returns an error for the changes of a table whose migration is missing, and applies all others', async () => {
    await database.sql`alter table events drop column description`;
    const batch = Array.from({ length: 9 }, (_, index) => change(`users/u${String(index)}`, 1, ADA));
    batch.splice(4, 0, change('events/e1', 1, { title: 'Talk' }));
    const outcomes = await writer.apply(batch);
    assert.equal((outcomes[4] as { code?: string }).code, '42703');
    assert.equal(outcomes.filter((outcome) => outcome === 'applied').length, 9);
    assert.deepEqual(await counts(database.sql), {
      received: 9,
      applied: 9,
      superseded: 0,
      dead_lettered: 0,
    });
  });

  it('throws if the batch waits too long for a lock', async () => {
    await database.sql.begin(async (other) => {
      await other`lock table users`;
      await assert.rejects(writer.apply([change('users/ada', 1, ADA)]), { code: '55P03' });
    });
    assert.deepEqual(await writer.apply([change('users/ada', 1, ADA)]), ['applied']);
  });

  it('rejects a list in which a child comes before its parent', () => {
    assert.throws(
      () => new Writer(database.sql, allCollections.toReversed()),
      /list the collection of ".*" before/,
    );
  });

  it('commits all concurrent batches over the same documents', async () => {
    const wide = connect(database.url, { max: 8 });
    const writers = new Writer(wide, allCollections);
    const batches = Array.from({ length: 24 }, (_, version) =>
      Array.from({ length: 30 }, (_, index) => {
        const id = String((index * (version + 7)) % 30);
        return index % 2 === 0
          ? change(`users/u${id}`, version + 1, { ...ADA, skills: [`s${id}`, `s${String(version)}`] })
          : change(`events/e${id}/attendees/u${String(index)}`, version + 1, {});
      }),
    );
    await Promise.all(batches.map((batch) => writers.apply(batch)));
    await wide.end();
    const total = await counts(database.sql);
    assert.equal(total.received, 24 * 30);
    assert.equal(total.applied + total.superseded, total.received);
  });
});
