import assert from 'node:assert/strict';
import { events } from '../../src/sync/collections/events.ts';
import { showcasePosts } from '../../src/sync/collections/showcasePosts.ts';
import { users } from '../../src/sync/collections/users.ts';
import type { Collection } from '../../src/platform/documents/collection.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { addSkillAlias } from '../../src/skills/addSkillAlias.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { skillsByUser } from '../support/state.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada' };

describe('skillLinks', () => {
  let database: TestDatabase;
  let writer: Writer;

  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  afterEach(() => database.drop());

  it('combines spellings of one skill, keeping the highest level, verified only by the server', async () => {
    const skills = [
      'ReactJS',
      { name: 'React.js', level: 2 },
      { name: ' react ', level: 4 },
      { name: 'C', verified: true },
      'C++',
    ];
    await writer.apply([
      change('users/ada', 1, {
        ...ADA,
        skills,
        verifiedSkills: [{ name: 'react', level: 3, by: 'grace', at: '2026-01-02T00:00:00Z' }],
      }),
    ]);
    const links = await database.sql`
      select name, proficiency_level as level, verified from user_skills join skills on skills.id = skill_id order by name`;
    assert.deepEqual(
      links.map((link) => ({ ...link })),
      [
        { name: 'C', level: null, verified: false },
        { name: 'C++', level: null, verified: false },
        { name: 'React', level: 4, verified: true },
      ],
    );
  });

  it('names a skill canonically if known, otherwise as first written with sensible capitals', async () => {
    await writer.apply([change('users/ada', 1, { ...ADA, skills: ['nodejs', 'Rock  climbing'] })]);
    await writer.apply([change('users/bob', 1, { ...ADA, skills: ['ROCK-CLIMBING', 'Node'] })]);
    const skills = await database.sql`select name from skills order by name`;
    assert.deepEqual(
      skills.map(({ name }) => name),
      ['Node.js', 'Rock Climbing'],
    );
  });

  it('links posts and events, and removes the links of deleted documents', async () => {
    await writer.apply([
      change('users/ada', 1, ADA),
      change('showcase_posts/p1', 1, { userId: 'ada', skills: ['Golang', 'Go', 'SQL'] }),
      change('events/e1', 1, { title: 'Talk', skills: ['k8s'] }),
    ]);
    assert.deepEqual(await postSkills(), ['p1 ada Go', 'p1 ada SQL']);
    assert.deepEqual(await eventSkills(), ['e1 Kubernetes']);
    const [row] = await database.sql`select skills from showcase_posts`;
    assert.deepEqual(row?.['skills'], ['Golang', 'Go', 'SQL'], 'the column keeps the original spelling');

    await writer.apply([
      change('showcase_posts/p1', 2, { userId: 'bob', skills: ['sql'] }),
      change('events/e1', 2, { title: 'Talk', skills: ['Docker'] }),
    ]);
    assert.deepEqual(await postSkills(), ['p1 bob SQL']);
    assert.deepEqual(await eventSkills(), ['e1 Docker']);

    await writer.apply([change('showcase_posts/p1', 3, null), change('events/e1', 3, null)]);
    assert.deepEqual([await postSkills(), await eventSkills()], [[], []]);
  });

  it('resolves aliases added by operators', async () => {
    await writer.apply([change('users/ada', 1, { ...ADA, skills: ['Kubernetes'] })]);
    await addSkillAlias(database.sql, 'Koober', { name: 'K8s' });
    await writer.apply([
      change('users/bob', 1, {
        ...ADA,
        skills: [
          { name: 'KOOBER', level: 3 },
          { name: 'Kubernetes', level: 2 },
        ],
      }),
      change('events/e1', 1, { title: 'Talk', skills: ['koober'] }),
    ]);
    assert.deepEqual(await skillsByUser(database.sql), { ada: ['kubernetes'], bob: ['kubernetes'] });
    assert.deepEqual(await eventSkills(), ['e1 Kubernetes']);
    const [link] = await database.sql`select proficiency_level from user_skills where user_id = 'bob'`;
    assert.equal(link?.['proficiency_level'], 3);
  });

  describe('differing', () => {
    const documents: [Collection, string, JsonObject][] = [
      [users, 'ada', { ...ADA, skills: ['Go', { name: 'React', level: 3 }] }],
      [showcasePosts, 'p1', { userId: 'ada', skills: ['Go', 'React'] }],
      [events, 'e1', { title: 'Talk', skills: ['Go', 'React'] }],
    ];
    const alterations: [string, string[]][] = [
      ['delete from user_skills where user_id = $1', ['ada']],
      ['update user_skills set proficiency_level = 5 where user_id = $1', ['ada']],
      [`update user_skills set spelling = 'GO' where user_id = $1`, ['ada']],
      ['delete from post_skills where post_id = $1', ['p1']],
      [`update post_skills set user_id = 'eve' where post_id = $1`, ['p1']],
      ['delete from event_skills where event_id = $1', ['e1']],
      [`insert into event_skills select $1, id, name from skills where key = 'sql'`, ['e1']],
    ];

    beforeEach(async () => {
      await writer.apply([
        change('users/eve', 1, { ...ADA, skills: ['SQL'] }),
        ...documents.map(([{ pathOf }, id, data]) => change(pathOf([id]), 1, data)),
      ]);
    });

    it('reports nothing for links as written', async () => {
      assert.deepEqual(await differing(), []);
    });

    for (const [alteration, values] of alterations) {
      it(`reports the document after: ${alteration}`, async () => {
        await database.sql.unsafe(alteration, values);
        assert.deepEqual(await differing(), values);
      });
    }

    async function differing(): Promise<string[]> {
      const found: string[] = [];
      for (const [collection, id, data] of documents) {
        const { fields } = collection.parse(data, { params: {}, createTime: null, updateTime: '' });
        const keys = await collection.childRows!.findDiffering(database.sql, [{ key: [id], fields }]);
        found.push(...keys.flat());
      }
      return found;
    }
  });

  async function postSkills(): Promise<string[]> {
    const rows = await database.sql`
      select post_id || ' ' || user_id || ' ' || name as link from post_skills join skills on skills.id = skill_id order by 1`;
    return rows.map(({ link }) => link);
  }

  async function eventSkills(): Promise<string[]> {
    const rows = await database.sql`
      select event_id || ' ' || name as link from event_skills join skills on skills.id = skill_id order by 1`;
    return rows.map(({ link }) => link);
  }
});
