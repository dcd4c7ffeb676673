import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { transaction } from '../../src/platform/postgres.ts';
import { addSkillAlias } from '../../src/skills/addSkillAlias.ts';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { refreshSkillNames } from '../../src/skills/refreshSkillNames.ts';
import { renormaliseSkills } from '../../src/skills/renormaliseSkills.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { Random } from '../../../scripts/campus/random.ts';
import { importTaxonomy, type TaxonomyItem } from '../../../scripts/skills/importTaxonomy.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';

describe('refreshSkillNames', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject>): Promise<void> {
    const writer = new Writer(database.sql, allCollections);
    for (const [path, data] of Object.entries(documents)) await writer.apply([change(path, 1, data)]);
  }

  /** Users who each have one of these spellings. */
  const users = (...spellings: string[]): Record<string, JsonObject> =>
    Object.fromEntries(
      spellings.map((spelling, index) => [
        `users/${spelling}${String(index)}`,
        { email: 'x@campus.example', name: 'X', skills: [spelling] },
      ]),
    );

  const refresh = (): Promise<number> => transaction(database.sql, refreshSkillNames);

  async function names(): Promise<string[]> {
    const rows = await database.sql<{ name: string }[]>`select name from skills order by name`;
    return rows.map(({ name }) => name);
  }

  it('names a skill as most people spell it, not as the first person did', async () => {
    await write(users('sound-design', 'INTERVIEWING', 'sound design', 'Sound Design', 'interviewing'));
    assert.deepEqual(await names(), ['Interviewing', 'Sound-Design']);
    assert.equal(await refresh(), 1);
    assert.deepEqual(await names(), ['Interviewing', 'Sound Design']);
    assert.equal(await refresh(), 0);
  });

  it('counts people, not documents, across profiles, posts and events', async () => {
    const post = (userId: string, skill: string): JsonObject => ({ userId, skills: [skill] });
    await write({
      'showcase_posts/a': post('ada', 'Rock-Climbing'),
      'showcase_posts/b': post('ada', 'Rock-Climbing'),
      'showcase_posts/c': post('ada', 'Rock-Climbing'),
      'showcase_posts/d': post('bob', 'rock climbing'),
      'events/e': { title: 'X', createdBy: 'eve', skills: ['ROCK CLIMBING'] },
    });
    await refresh();
    assert.deepEqual(await names(), ['Rock Climbing']);
  });

  it('keeps the name of the skill that others were merged into or are aliases of', async () => {
    await write(users('Boulderin', 'Boulderin', 'Boulderin', 'bouldering', 'Wall climbing'));
    await mergeSkillInto(database.sql, { from: { name: 'Boulderin' }, into: { name: 'bouldering' } });
    await addSkillAlias(database.sql, 'Wall climbing', { name: 'bouldering' });
    await refresh();
    assert.deepEqual(await names(), ['Bouldering']);
    await renormaliseSkills(database.sql, allCollections);
    assert.deepEqual(await names(), ['Bouldering']);
  });

  it('takes the name of an imported taxonomy before all others', async () => {
    const concept = (code: string, name: string): TaxonomyItem => ({
      type: 'concept',
      concept: { kind: 'skill', code, name, description: null },
    });
    async function* taxonomy(): AsyncGenerator<TaxonomyItem> {
      yield concept('1', 'sound design');
      yield concept('2', 'Microsoft Excel');
      yield concept('3', 'Python (computer programming)');
      // An alternative name of a concept is not what the taxonomy calls it.
      yield concept('4', 'scale rock faces');
      yield { type: 'label', concept: { kind: 'skill', code: '4' }, label: 'rock climbing' };
      await Promise.resolve();
    }
    await write(users('Sound-Design', 'Excel', 'python', 'Rock-Climbing'));
    await importTaxonomy(database.sql, 'esco', taxonomy());
    const expected = ['Microsoft Excel', 'Python', 'Rock-Climbing', 'Sound Design'];
    assert.deepEqual(await names(), expected);
    await renormaliseSkills(database.sql, allCollections);
    assert.deepEqual(await names(), expected);
  });

  it('queues the people whose text has other words now, and no others', async () => {
    await write(users('rock-climbing', 'rock climbing', 'rock climbing', 'Go'));
    await database.sql`delete from search_queue`;
    await refresh();
    const queued = await database.sql`select distinct user_id from search_queue`;
    assert.equal(queued.length, 3);
  });

  it('gives the same links and names in any order of the documents', async () => {
    const random = new Random(seed());
    const documents: Record<string, JsonObject> = {
      ...users('sound design', 'Sound-Design', 'SOUND DESIGN', 'rpg', 'RPG', 'k8s', 'Kubernetes'),
      'users/both': { email: 'x@campus.example', name: 'X', skills: ['sound-design', 'Sound Design'] },
      'showcase_posts/p': { userId: 'both', skills: ['Rpg'] },
      'events/e': { title: 'X', skills: ['rpg', 'Sound  Design'] },
    };
    const states: unknown[] = [];
    for (let order = 0; order < 3; order += 1) {
      await database.sql`truncate users, skills cascade`;
      const shuffled = random.sample(Object.entries(documents), Object.keys(documents).length);
      await write(Object.fromEntries(shuffled));
      await refresh();
      states.push([
        ...(await database.sql`
          select owner, spelling, name from (
            select user_id as owner, skill_id, spelling from user_skills
            union all select post_id, skill_id, spelling from post_skills
            union all select event_id, skill_id, spelling from event_skills
          ) as link join skills on skills.id = skill_id order by owner, spelling`),
      ]);
    }
    assert.deepEqual(states[1], states[0]);
    assert.deepEqual(states[2], states[0]);
  });
});
