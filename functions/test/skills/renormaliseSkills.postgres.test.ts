import assert from 'node:assert/strict';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { renormaliseSkills } from '../../src/skills/renormaliseSkills.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { skillsByUser } from '../support/state.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada' };

describe('renormaliseSkills', () => {
  let database: TestDatabase;
  let writer: Writer;

  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
    await writer.apply([
      change('users/ada', 1, { ...ADA, skills: [{ name: 'ReactJS', level: 3 }, 'Machine Learning'] }),
      change('users/bob', 1, { ...ADA, skills: [{ name: 'React', level: 2 }, 'ML'] }),
      change('users/gone', 1, { ...ADA, skills: ['React'] }),
      change('users/gone', 2, null),
      change('showcase_posts/p1', 1, { userId: 'ada', skills: ['react.js'] }),
      change('events/e1', 1, { title: 'Talk', skills: ['ml'] }),
    ]);
  });
  afterEach(() => database.drop());

  const all = async () => {
    const rows = await database.sql`
      select 'user ' || user_id || ' ' || name as link from user_skills join skills on skills.id = skill_id
      union all select 'post ' || post_id || ' ' || user_id || ' ' || name from post_skills join skills on skills.id = skill_id
      union all select 'event ' || event_id || ' ' || name from event_skills join skills on skills.id = skill_id
      order by 1`;
    return rows.map(({ link }) => link);
  };
  const LINKS = [
    'event e1 Machine Learning',
    'post p1 ada React',
    'user ada Machine Learning',
    'user ada React',
    'user bob Machine Learning',
    'user bob React',
  ];

  it('changes nothing that is current', async () => {
    const before = await database.sql`select id, key, name from skills order by id`;
    const result = await renormaliseSkills(database.sql, allCollections);
    assert.deepEqual(result, { rekeyed: 0, merged: 0, renamed: 0, documents: 4, unreadable: 0 });
    assert.deepEqual(await database.sql`select id, key, name from skills order by id`, before);
    assert.deepEqual(await all(), LINKS);
  });

  it('rewrites what older rules stored, keeping ids where it can', async () => {
    // State under rules that folded only case and space, before posts and events had links.
    await database.sql`truncate post_skills, event_skills`;
    await database.sql`
      with skill as (insert into skills (key, name) values ('reactjs', 'ReactJS') returning id)
      update user_skills set skill_id = skill.id from skill, skills
      where skills.id = skill_id and skills.key = 'react' and user_id = 'ada'`;
    await database.sql`update skills set key = 'machine learning', name = 'machine learning' where key = 'machinelearning'`;
    const [learning] = await database.sql`select id from skills where key = 'machine learning'`;
    assert.deepEqual(await renormaliseSkills(database.sql, allCollections), {
      rekeyed: 1,
      renamed: 1,
      merged: 1,
      documents: 4,
      unreadable: 0,
    });
    assert.deepEqual(await all(), LINKS);
    const skills = await database.sql`select id, name from skills order by name`;
    assert.deepEqual(
      skills.map(({ name }) => name),
      ['Machine Learning', 'React'],
    );
    assert.equal(skills[0]?.['id'], learning?.['id']);
    const aliases = await database.sql`select from skill_aliases`;
    assert.equal(aliases.length, 0, 'skills merged by the rules need no alias');
  });

  it('keeps operators’ merges under the current keys', async () => {
    await writer.apply([change('users/eve', 1, { ...ADA, skills: ['Deep magic', 'Statistical magic'] })]);
    await mergeSkillInto(database.sql, { from: { name: 'Deep magic' }, into: { name: 'Statistical magic' } });
    await database.sql`update skill_aliases set key = 'deep magic'`;
    await database.sql`update skills set key = 'statistical magic' where name = 'Statistical Magic'`;
    await renormaliseSkills(database.sql, allCollections);
    await writer.apply([change('users/kim', 1, { ...ADA, skills: ['DEEP-MAGIC'] })]);
    const { eve, kim } = await skillsByUser(database.sql);
    assert.deepEqual([eve, kim], [['statisticalmagic'], ['statisticalmagic']]);
  });

  it('processes all documents in chunks, counting those that no longer fit their schema', async () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      change(`users/u${String(index)}`, 1, { ...ADA, skills: ['Go'] }),
    );
    await writer.apply(many);
    await database.sql`delete from user_skills where user_id like 'u%'`;
    await writer.apply([change('events/untitled', 1, { title: 'Talk' })]);
    await database.sql`update events set firebase_data = '{}' where id = 'untitled'`;
    const result = await renormaliseSkills(database.sql, allCollections);
    assert.deepEqual([result.documents, result.unreadable], [604, 1]);
    const skills = await skillsByUser(database.sql);
    assert.equal(Object.values(skills).filter(([key]) => key === 'go').length, 600);
  });

  it('is safe while changes arrive', async () => {
    const changes = Array.from({ length: 40 }, (_, version) =>
      ['ada', 'bob', 'eve'].map((id) =>
        change(`users/${id}`, version + 2, { ...ADA, skills: [`S ${String(version % 15)}`] }),
      ),
    );
    const stopping = new AbortController();
    const renormalising = (async () => {
      while (!stopping.signal.aborted) await renormaliseSkills(database.sql, allCollections);
    })();
    for (const batch of changes) await writer.apply(batch);
    stopping.abort();
    await renormalising;
    assert.deepEqual(await skillsByUser(database.sql), { ada: ['s9'], bob: ['s9'], eve: ['s9'] });
  });
});
