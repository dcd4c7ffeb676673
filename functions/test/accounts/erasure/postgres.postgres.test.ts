import assert from 'node:assert/strict';
import { postgresStep } from '../../../src/accounts/erasure/steps/postgres.ts';
import type { ErasureContext, Removed } from '../../../src/accounts/erasure/step.ts';
import { TABLES } from '../../../src/accounts/inventory/inventory.ts';
import { writeLedger } from '../../../src/platform/erasure/ledger.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import { transaction, type Sql } from '../../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { canariesOf, fillTables } from '../../support/fillTables.ts';

const EMAIL = 'ada.lovelace@campus.example';
const NAME = 'Ada Lovelace';

describe('the Postgres step of an erasure', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    ({ sql } = database);
    // What is about Kim names Ada; what is about Zoe does not.
    await fillTables(sql, ['ada', 'zoe', 'kim']);
    await sql`update users set name = ${NAME}, email = ${EMAIL} where id = 'ada'`;
    await transaction(sql, async (opened) => {
      await writeLedger(opened);
      await opened`
        insert into erasures (person, user_id, identifiers, requested_by, requested_at, due_at, began_at)
        values (
          ${personHash('ada')}, 'ada', ${opened.json({ emails: [EMAIL], names: [NAME], files: [] })}, 'person', now(),
          now(), now()
        )`;
    });
  });
  afterEach(() => database.drop());

  const erase = (): Promise<Removed> =>
    postgresStep.run({
      sql,
      now: new Date(),
      subject: { uid: 'ada', emails: [EMAIL], names: [NAME], files: [] },
    } as unknown as ErasureContext);

  /** Every row of every table but the ledger's, as text, by its table. */
  async function rows(): Promise<{ table: string; text: string }[]> {
    const read = TABLES.filter(({ table }) => !/^(erasure|migrations|schema_objects)/.test(table)).map(
      async ({ table }) =>
        (await sql<{ text: string }[]>`select to_jsonb(t)::text as text from ${sql(table)} as t`).map(
          ({ text }) => ({ table, text }),
        ),
    );
    return (await Promise.all(read)).flat();
  }

  async function naming(texts: readonly string[]): Promise<string[]> {
    const needles = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    const found = (await rows()).filter(({ text }) =>
      needles.some((needle) => new RegExp(String.raw`(?<![a-z0-9])${needle}(?![a-z0-9])`, 'i').test(text)),
    );
    return found.map(({ table, text }) => `${table}: ${text}`);
  }

  it('leaves nothing of them in any table, nor in its statistics', async () => {
    assert.notDeepEqual(await naming(canariesOf('ada')), []);
    await erase();
    assert.deepEqual(await naming([...canariesOf('ada'), EMAIL, NAME]), []);
    await database.direct.unsafe('vacuum full analyze');
    const statistics = await sql<
      { text: string }[]
    >`select s::text as text from pg_stats as s where schemaname = 'public'`;
    const kept = statistics.filter(({ text }) =>
      canariesOf('ada').some((canary) => canary.length > 5 && text.includes(canary)),
    );
    assert.deepEqual(kept, []);
  });

  it('leaves everything of others', async () => {
    const before = await naming(canariesOf('zoe'));
    await erase();
    const after = await naming(canariesOf('zoe'));
    const tables = (texts: string[]): string[] => [...new Set(texts.map((text) => text.split(':')[0] ?? ''))];
    const lost = tables(before).filter((table) => !tables(after).includes(table));
    // Who was queued is indexed; a backfill begins anew.
    assert.deepEqual(lost.sort(), ['search_queue']);
  });

  it('redacts mentions in documents of others, whose rows stay', async () => {
    await sql`
      update showcase_posts set firebase_data = ${sql.json({
        userId: 'zoe',
        content: `Thanks @${NAME}, write to ${EMAIL}`,
        likes: ['ada', 'kim'],
        comments: [
          { userId: 'ada', text: 'Mine' },
          { userId: 'kim', text: 'Theirs' },
        ],
      })}, version = 1_000_000 where user_id = 'zoe'`;
    await erase();
    const [post] = await sql<{ firebase_data: Record<string, unknown>; content: string; metrics: unknown }[]>`
      select firebase_data, content, engagement_metrics as metrics from showcase_posts where user_id = 'zoe'`;
    assert.equal(post?.content, 'Thanks [deleted], write to [deleted]');
    assert.deepEqual(post.metrics, { likes: 1, shares: 0, comments: 2 });
    assert.deepEqual(post.firebase_data['comments'], [{ deleted: true }, { userId: 'kim', text: 'Theirs' }]);
  });

  it('may be repeated, and removes nothing then', async () => {
    assert.ok((await erase())['users'] === 1);
    const once = await rows();
    assert.deepEqual(await erase(), {});
    assert.deepEqual((await rows()).map(({ text }) => text).sort(), once.map(({ text }) => text).sort());
  });
});
