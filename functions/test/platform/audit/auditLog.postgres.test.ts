import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { expireActs } from '../../../src/platform/audit/expireActs.ts';
import { forgetPerson } from '../../../src/platform/audit/forgetPerson.ts';
import { recordAct, type Act } from '../../../src/platform/audit/recordAct.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const teacher = { uid: 'teacher', role: 'faculty', reach: 'departments' } as const;

const act = (subjects: string[], changes: Partial<Act> = {}): Act => ({
  actor: teacher,
  action: 'userAnalytics',
  subjects,
  outcome: 'ok',
  ...changes,
});

interface Row {
  actor: string;
  subjects: string[];
}

interface Key {
  id: string;
  key: string;
  pseudonym: string;
}

describe('the audit log', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    ({ sql } = database);
  });
  afterEach(() => database.drop());

  const readRows = (): Promise<Row[]> => sql<Row[]>`
    select encode(actor, 'hex') as actor,
      (select json_agg(encode(subject, 'hex')) from unnest(subjects) as subject) as subjects
    from audit_log order by id`;

  const readKeys = (): Promise<Key[]> => sql<Key[]>`
    select user_id as id, encode(key, 'hex') as key, encode(pseudonym, 'hex') as pseudonym from audit_keys order by user_id`;

  it('names people by the HMAC-SHA-256 of their ids, each with a key of 32 random bytes', async () => {
    const ids = ['ada', 'Zoë', '"quoted", {}', '\\', 'teacher'];
    await recordAct(sql, act(ids));
    const keys = await readKeys();
    assert.deepEqual(keys.map(({ id }) => id).sort(), ids.toSorted());
    assert.equal(new Set(keys.map(({ key }) => key)).size, ids.length);
    for (const { id, key, pseudonym } of keys) {
      assert.equal(key.length, 64);
      assert.equal(pseudonym, createHmac('sha256', Buffer.from(key, 'hex')).update(id).digest('hex'), id);
    }
    const [row] = await readRows();
    assert.equal(row?.actor, keys.find(({ id }) => id === 'teacher')?.pseudonym);
    assert.deepEqual(row?.subjects, keys.map(({ pseudonym }) => pseudonym).sort());
  });

  it('gives each person one key, however many calls about hundreds of people come at once', async () => {
    const people = Array.from({ length: 400 }, (_, index) => `person${String(index)}`);
    const calls = Array.from({ length: 12 }, (_, index) =>
      recordAct(sql, act(index % 2 === 0 ? people : people.toReversed())),
    );
    await Promise.all(calls);
    const pseudonyms = (await readKeys())
      .filter(({ id }) => id !== 'teacher')
      .map(({ pseudonym }) => pseudonym);
    assert.equal(pseudonyms.length, people.length);
    for (const { subjects } of await readRows()) assert.deepEqual(subjects, pseudonyms.toSorted());
  });

  it('makes no key for whom a refused call names unless they exist', async () => {
    await writeDocuments(sql, { 'users/ada': { name: 'Ada' } });
    await recordAct(sql, act(['ada', 'nobody', 'x'.repeat(1500)], { outcome: 'not-allowed' }));
    assert.deepEqual(
      (await readKeys()).map(({ id }) => id),
      ['ada', 'teacher'],
    );
    assert.equal((await readRows())[0]?.subjects.length, 1);
  });

  it('cannot be linked to somebody whose key is erased, and still can to everybody else', async () => {
    // No part of a key or a pseudonym can read like this id: it is not hexadecimal.
    await recordAct(sql, act(['zoe', 'bob']));
    await recordAct(sql, act(['zoe'], { actor: { ...teacher, uid: 'bob' } }));
    const before = await readRows();
    const erased = (await readKeys()).find(({ id }) => id === 'zoe');
    await forgetPerson(sql, 'zoe');

    assert.deepEqual(await readRows(), before, 'the rows stay as they are');
    const known = new Map((await readKeys()).map(({ id, pseudonym }) => [pseudonym, id]));
    assert.deepEqual(
      before.map(({ actor, subjects }) =>
        [actor, ...subjects.toSorted()].map((one) => known.get(one) ?? null),
      ),
      before.map(({ actor, subjects }) =>
        [actor, ...subjects.toSorted()].map((one) => (one === erased?.pseudonym ? null : known.get(one))),
      ),
    );
    const [traces] = await sql<{ count: number }[]>`
      select count(*)::integer as count from (
        select audit_log::text as row from audit_log union all select audit_keys::text from audit_keys
      ) as everything
      where row like '%zoe%' or row like ${`%${erased?.key ?? ''}%`}`;
    assert.equal(traces?.count, 0, 'neither the id nor the key is anywhere');

    // Neither does a later call give the same pseudonym again.
    await recordAct(sql, act(['zoe']));
    const renewed = (await readKeys()).find(({ id }) => id === 'zoe');
    assert.notEqual(renewed?.key, erased?.key);
    assert.equal(
      (await readRows()).filter(({ subjects }) => subjects.includes(renewed?.pseudonym ?? '')).length,
      1,
    );
  });

  it('lets nobody change or delete a row, or change a key', async () => {
    await recordAct(sql, act(['ada']));
    const app = connect(database.appUrl);
    try {
      await recordAct(app, act(['ada']));
      for (const one of [sql, app]) {
        const refused = { code: '42501' };
        await assert.rejects(one`update audit_log set outcome = 'ok'`, refused);
        await assert.rejects(one`delete from audit_log`, refused);
        await assert.rejects(one`update audit_keys set key = '\\x00'`, refused);
        await assert.rejects(
          one`insert into audit_log overriding system value select * from audit_log on conflict (id) do update set action = 'none'`,
          refused,
        );
      }
      for (const statement of [
        'truncate audit_log',
        'alter table audit_log disable trigger all',
        'drop trigger keep_audit_log on audit_log',
        "set session_replication_role = 'replica'",
      ])
        await assert.rejects(app.unsafe(statement), { code: '42501' }, statement);
    } finally {
      await app.end();
    }
    assert.equal((await readRows()).length, 2);
  });

  it('is kept for 400 days, and so are the keys of those who are in no later row', async () => {
    const app = connect(database.appUrl);
    try {
      await recordAct(sql, act(['ada', 'bob'], { action: 'old' }));
      await recordAct(sql, act(['bob'], { action: 'recent' }));
      await recordAct(sql, act(['eve'], { actor: { operator: 'root' }, action: 'old' }));
      await inThePast({ old: '400 days 1 minute', recent: '399 days 23 hours' });
      assert.equal(await expireActs(app, 400), 2);
      assert.deepEqual([...(await sql`select action from audit_log`)], [{ action: 'recent' }]);
      const ids = (await readKeys()).map(({ id }) => id);
      assert.deepEqual(ids, ['bob', 'teacher']);
      assert.equal(await expireActs(app, 400), 0);
    } finally {
      await app.end();
    }
  });

  it('keeps the keys of people who are looked up while old rows go', async () => {
    await recordAct(sql, act(['ada'], { action: 'old' }));
    await inThePast({ old: '401 days' });
    let expiring: Promise<number> | undefined;
    let looking: Promise<void> | undefined;
    await database.direct.begin(async (held) => {
      await held`select from audit_log for update`;
      expiring = expireActs(sql, 400);
      await database.untilBlocked();
      looking = recordAct(sql, act(['ada']));
      await Promise.race([looking, database.untilBlocked(2)]);
    });
    assert.equal(await expiring, 1);
    await looking;
    const ada = (await readKeys()).find(({ id }) => id === 'ada')?.pseudonym;
    assert.deepEqual(
      (await readRows()).map(({ subjects }) => subjects),
      [[ada]],
    );
  });

  /** Makes acts older, as only the owner of the schema can. */
  async function inThePast(ages: Record<string, string>): Promise<void> {
    await sql`alter table audit_log disable trigger keep_audit_log`;
    for (const [action, age] of Object.entries(ages))
      await sql`update audit_log set at = now() - ${age}::interval where action = ${action}`;
    await sql`alter table audit_log enable trigger keep_audit_log`;
  }
});
