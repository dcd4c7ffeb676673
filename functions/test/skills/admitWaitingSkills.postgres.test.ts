import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { admitWaitingSkills } from '../../src/skills/index.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { readRowStates } from '../../src/sync/consistency/rowStates.ts';
import type { ChangeSource } from '../../src/sync/pipeline/outcomes.ts';
import { prepareChange } from '../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const skills = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix} weaving ${String(index).padStart(3, '0')}`);

describe('skills that nobody has named before', () => {
  let database: TestDatabase;
  let version = 1;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const write = async (path: string, data: JsonObject | null, source: ChangeSource = 'events') => {
    const written = change(path, (version += 1), data);
    assert.deepEqual(await new Writer(database.sql, allCollections, source).apply([written]), ['applied']);
    return written;
  };

  async function linked(table: 'user_skills' | 'post_skills'): Promise<number> {
    const [row] = await database.sql<{ count: number }[]>`
      select count(*)::integer as count from ${database.sql(table)}`;
    return row?.count ?? 0;
  }

  /** Whether the consistency check would find nothing to repair. */
  async function isConsistent(written: ReturnType<typeof change>): Promise<boolean> {
    const prepared = prepareChange(allCollections, written);
    assert.ok(prepared.kind === 'row');
    const { collection, row } = prepared;
    const states = await readRowStates(database.sql, collection, [{ key: row.key, projected: prepared }]);
    return [...states.values()].every(({ isSame }) => isSame);
  }

  const nextDay = () => database.sql`update skill_admissions set day = day - 1`;

  it('come in at 20 a day and person, whatever the documents, and the others wait without being lost', async () => {
    const profile = await write('users/eve', { name: 'Eve', skills: skills(50, 'basket') });
    assert.equal(await linked('user_skills'), 20);
    const post = await write('showcase_posts/p', { userId: 'eve', skills: skills(5, 'carpet') });
    assert.equal(await linked('post_skills'), 0);
    await write('users/ada', { name: 'Ada', skills: skills(20, 'willow') });
    assert.equal(await linked('user_skills'), 40, 'others are served');
    assert.ok(await isConsistent(profile));
    assert.ok(await isConsistent(post));

    assert.equal(await admitWaitingSkills(database.sql, allCollections), 2, 'on the same day');
    assert.equal(await linked('user_skills'), 40);
    for (const expected of [60, 70]) {
      await nextDay();
      await admitWaitingSkills(database.sql, allCollections);
      assert.equal(await linked('user_skills'), expected);
      assert.ok(await isConsistent(profile));
    }
    assert.equal(await linked('post_skills'), 5);
    assert.ok(await isConsistent(post));
    assert.equal(await admitWaitingSkills(database.sql, allCollections), 0);
  });

  it("come in at the same pace when many of a person's documents are written at once", async () => {
    const posts = Array.from({ length: 8 }, (_, index) => `post ${String(index)}`);
    await Promise.all(
      posts.map((post) => write(`showcase_posts/${post}`, { userId: 'eve', skills: skills(20, post) })),
    );
    assert.equal(await linked('post_skills'), 20);
  });

  it('that wait are linked once somebody else has brought them, and a night has passed', async () => {
    const profile = await write('users/eve', { name: 'Eve', skills: skills(30, 'basket') });
    const [last = ''] = skills(30, 'basket').slice(-1);
    await write('users/ada', { name: 'Ada', skills: [last] });
    assert.equal(await linked('user_skills'), 21);
    assert.ok(await isConsistent(profile));
    await admitWaitingSkills(database.sql, allCollections);
    assert.equal(await linked('user_skills'), 22);
  });

  it('do not wait when a backfill, a repair or an import brings them', async () => {
    await write('users/b', { name: 'B', skills: skills(30, 'basket') }, 'backfill');
    await write('users/r', { name: 'R', skills: skills(30, 'rope') }, 'repair');
    const time = '2026-06-01T00:00:00Z';
    const imported = change('users/i', 9, { name: 'I', imported: true, skills: skills(30, 'wool') });
    assert.ok(imported.change.kind === 'upsert');
    Object.assign(imported.change, { createTime: time, updateTime: time });
    await new Writer(database.sql, allCollections).apply([imported]);
    assert.equal(await linked('user_skills'), 90);
  });

  it('that a document no longer names, or that is deleted, do not come in', async () => {
    await write('users/eve', { name: 'Eve', skills: skills(30, 'basket') });
    await write('users/eve', { name: 'Eve', skills: [] });
    await write('showcase_posts/p', { userId: 'eve', skills: skills(5, 'carpet') });
    await write('showcase_posts/p', null);
    await nextDay();
    await admitWaitingSkills(database.sql, allCollections);
    const [row] = await database.sql<{ count: number }[]>`select count(*)::integer as count from skills`;
    assert.equal(row?.count, 20);
  });

  it('come in beside a writer that changes their document, and neither has to begin anew', async () => {
    await write('users/eve', { name: 'Eve', skills: skills(30, 'basket') });
    await nextDay();
    let admitted: Promise<number> | undefined;
    await database.sql.begin(async (writer) => {
      await writer`update users set version = version + 1 where id = 'eve'`;
      admitted = admitWaitingSkills(database.sql, allCollections);
      admitted.catch(() => undefined);
      await database.untilBlocked();
      await writer`
        insert into skills_waiting (link_table, document_id) values ('user_skills', 'eve')
        on conflict (link_table, document_id) do nothing`;
    });
    assert.equal(await admitted, 1);
    assert.equal(await linked('user_skills'), 30);
  });

  it('are missed by the consistency check if they are linked to nothing and do not wait', async () => {
    const profile = await write('users/eve', { name: 'Eve', skills: skills(3, 'basket') });
    await database.sql`delete from user_skills`;
    assert.ok(!(await isConsistent(profile)));
    await database.sql`delete from skills`;
    assert.ok(!(await isConsistent(profile)));
  });
});
