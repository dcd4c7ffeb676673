import assert from 'node:assert/strict';
import { postgresStep } from '../../../src/accounts/erasure/steps/postgres.ts';
import type { ErasureContext, Removed } from '../../../src/accounts/erasure/step.ts';
import type { Erasure } from '../../../src/accounts/inventory/holding.ts';
import { TABLES } from '../../../src/accounts/inventory/inventory.ts';
import { redactDocument, redactionOf } from '../../../src/platform/documents/redactDocument.ts';
import { writeLedger } from '../../../src/platform/erasure/ledger.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import { connect, transaction, type Sql } from '../../../src/platform/postgres.ts';
import { CutOff, cutOffAfter } from '../../support/cutOff.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { canariesOf, fillTables } from '../../support/fillTables.ts';

const EMAIL = 'ada.lovelace@campus.example';
const NAME = 'Ada Lovelace';
const ADA = { uid: 'ada', emails: [EMAIL], names: [NAME], files: [] };

const REDACTION = redactionOf([ADA], () => false);

interface Row {
  table: string;
  text: string;
  columns: Record<string, unknown> & { firebase_data?: object | null };
}

const withTable = ({ table, text }: Row): string => `${table}: ${text}`;

/** Whether a row has one of these words in it, as text or as bytes. */
function names({ text }: Row, words: readonly string[]): boolean {
  const needles = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]);
  return needles.some((needle) => new RegExp(String.raw`(?<![a-z0-9])${needle}(?![a-z0-9])`, 'i').test(text));
}

/** A row of somebody else without Ada; of a document, from which all columns are derived again, the document. */
function withoutAda({ table, columns }: Row): string {
  const { firebase_data: document = null, ...plain } = columns;
  if (document !== null) return `${table}: ${JSON.stringify(redactDocument(document, REDACTION))}`;
  const others = Object.entries(plain).filter(([, value]) => value !== ADA.uid && value !== null);
  return `${table}: ${JSON.stringify(Object.fromEntries(others))}`;
}

/** Whether a row is to remain although it names Ada. */
function isOfOthers({ table, columns }: Row): boolean {
  const { erasure } = TABLES.find((holding) => holding.table === table) ?? {};
  const { clears, deletes = [] } = (typeof erasure === 'object' ? erasure : {}) as Erasure;
  return clears !== undefined && !deletes.some((column) => columns[column] === 'ada');
}

/** Rows that do not name Ada are the same byte for byte; others' rows that do are the same but for her. */
function assertOthersKept(before: readonly Row[], after: readonly Row[]): void {
  const texts = new Set(after.map(withTable));
  const documents = after.filter(({ table }) => table === 'search_documents');
  const usedWords = new Set(documents.flatMap(({ columns }) => columns['words'] as number[]));
  // Words that are hers alone leave the vocabulary, which then has another number.
  const isHers = ({ table, columns }: Row): boolean =>
    table === 'search_state' || (table === 'search_words' && !usedWords.has(columns['id'] as number));
  const others = before.filter((row) => !names(row, canariesOf('ada')) && !isHers(row));
  assert.deepEqual(
    others.map(withTable).filter((row) => !texts.has(row)),
    [],
  );
  const kept = new Set(after.map(withoutAda));
  const naming = before.filter((row) => isOfOthers(row) && names(row, ['ada']));
  assert.deepEqual(
    naming.map(withoutAda).filter((row) => !kept.has(row)),
    [],
  );
}

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

  const erase = (pool = sql, uid = 'ada'): Promise<Removed> =>
    postgresStep.run({
      sql: pool,
      now: new Date(),
      subject: { ...ADA, uid },
    } as unknown as ErasureContext);

  /** Every row of every table but the ledger's, by its table. */
  async function rows(): Promise<Row[]> {
    const read = TABLES.filter(({ table }) => !/^(erasure|migrations|schema_objects)/.test(table)).map(
      async ({ table }) =>
        sql<
          Row[]
        >`select ${table} as table, to_jsonb(t)::text as text, to_jsonb(t) as columns from ${sql(table)} as t`,
    );
    return (await Promise.all(read)).flat();
  }

  /** The rows once all is counted and indexed that any erasure counts and indexes. */
  async function settledRows(): Promise<Row[]> {
    await erase(sql, 'nobody');
    return rows();
  }

  async function naming(texts: readonly string[]): Promise<string[]> {
    return (await rows()).filter((row) => names(row, texts)).map(({ table, text }) => `${table}: ${text}`);
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

  it('leaves every other row as it was', async () => {
    const before = await settledRows();
    await erase();
    assertOthersKept(before, await rows());
  });

  it('ends in the same state wherever it was cut off, as the role of the functions', async () => {
    const app = connect(database.appUrl);
    const before = await settledRows();
    let cuts = 0;
    // Each run gets one statement, or transaction, further than the one before.
    for (let isDone = false; !isDone; cuts += 1) {
      try {
        await erase(cutOffAfter(app, cuts));
        isDone = true;
      } catch (error) {
        if (!(error instanceof CutOff)) throw error;
      }
    }
    await app.end();
    assert.ok(cuts > 40);
    assert.deepEqual(await naming([...canariesOf('ada'), EMAIL, NAME]), []);
    assertOthersKept(before, await rows());
    assert.deepEqual(await erase(), {});
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
