import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { DomainError } from '../../src/platform/errors.ts';
import { addSkillAlias } from '../../src/skills/addSkillAlias.ts';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { mergeSkills } from '../../src/skills/mergeSkills.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { skillsByUser } from '../support/state.ts';

const ADA = { email: 'ada@campus.example', name: 'Ada' };
const NONE = { user_skills: 0, post_skills: 0, event_skills: 0 };

describe('mergeSkillInto', () => {
  let database: TestDatabase;
  let writer: Writer;
  let sql: Sql;

  beforeEach(async () => {
    database = await migratedDatabase();
    sql = connect(database.url, { max: 8 });
    writer = new Writer(sql, allCollections);
  });
  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  const user = (...skills: (string | { name: string; level?: number })[]) => ({ ...ADA, skills });
  const merge = (from: string, into: string) =>
    mergeSkillInto(sql, { from: { name: from }, into: { name: into } });

  it('moves every link, keeping the higher level and the verification of users who had both', async () => {
    await writer.apply([
      change('users/ada', 1, {
        ...user({ name: 'Javscript', level: 4 }, { name: 'JavaScript', level: 2 }),
        verifiedSkills: [{ name: 'Javscript', level: 3, by: 'grace', at: '2026-01-02T00:00:00Z' }],
      }),
      change('users/bob', 1, user({ name: 'Javscript', level: 1 })),
      change('users/eve', 1, {
        ...user({ name: 'Javscript' }, { name: 'JavaScript', level: 5 }),
        verifiedSkills: [{ name: 'JavaScript', level: 3, by: 'grace', at: '2026-01-02T00:00:00Z' }],
      }),
      change('showcase_posts/p1', 1, { userId: 'bob', skills: ['javscript'] }),
      change('showcase_posts/p2', 1, { userId: 'bob', skills: ['javscript', 'js'] }),
      change('events/e1', 1, { title: 'Talk', skills: ['Javscript'] }),
    ]);
    const { from, into, moved } = await merge('javscript', 'JS');
    assert.deepEqual([from.name, into.name], ['Javscript', 'JavaScript']);
    assert.deepEqual(moved, { user_skills: 3, post_skills: 2, event_skills: 1 });
    const links = await sql`
      select user_id, name, proficiency_level as level, verified
      from user_skills join skills on skills.id = skill_id order by user_id`;
    assert.deepEqual(
      links.map((link) => ({ ...link })),
      [
        { user_id: 'ada', name: 'JavaScript', level: 4, verified: true },
        { user_id: 'bob', name: 'JavaScript', level: 1, verified: false },
        { user_id: 'eve', name: 'JavaScript', level: 5, verified: true },
      ],
    );
    const [others] = await sql`
      select (select count(*) from skills)::integer as skills, (select count(*) from post_skills)::integer as posts,
        (select count(*) from event_skills)::integer as events`;
    assert.deepEqual({ ...others }, { skills: 1, posts: 2, events: 1 });
  });

  it('survives later changes of the documents', async () => {
    await writer.apply([
      change('users/ada', 1, user('Javscript')),
      change('users/bob', 1, user('JavaScript')),
    ]);
    await merge('Javscript', 'JavaScript');
    await writer.apply([
      change('users/ada', 2, user('JAVSCRIPT', 'Go')),
      change('users/new', 1, user('javscript')),
    ]);
    assert.deepEqual(await skillsByUser(sql), {
      ada: ['go', 'javascript'],
      bob: ['javascript'],
      new: ['javascript'],
    });
  });

  it('follows chains: A into B, then B into C', async () => {
    await writer.apply([change('users/ada', 1, user('Alpha one', 'Beta two', 'Gamma three'))]);
    await merge('Alpha one', 'Beta two');
    await merge('Beta two', 'Gamma three');
    await writer.apply([change('users/bob', 1, user('alpha one')), change('users/eve', 1, user('beta two'))]);
    const gamma = ['gammathree'];
    assert.deepEqual(await skillsByUser(sql), { ada: gamma, bob: gamma, eve: gamma });
    assert.equal(
      (await merge('Gamma three', 'Alpha one')).moved['user_skills'],
      0,
      'all three are one skill',
    );
  });

  it('does nothing when both names are one skill', async () => {
    await writer.apply([change('users/ada', 1, user('React'))]);
    const { from, into, moved } = await merge('ReactJS', 'react');
    assert.equal(from.id, into.id);
    assert.deepEqual(moved, NONE);
    assert.deepEqual(await skillsByUser(sql), { ada: ['react'] });
  });

  it('is refused to administrators who name one skill twice, in a sentence that says so', async () => {
    await writer.apply([change('users/root', 1, { ...user('React'), role: 'admin' })]);
    const react = { by: 'name', name: 'React' };
    for (const name of ['React', 'ReactJS', ' re-act ']) {
      await assert.rejects(
        callAsPerson(
          mergeSkills.definition,
          { uid: 'root', data: { from: { by: 'name', name }, into: react } },
          withoutRedis(sql, new Date()),
        ),
        {
          code: 'already-exists',
          message: 'Both are names of the same skill, React: there is nothing to merge.',
        },
      );
    }
  });

  it('rejects unknown skills and changes nothing', async () => {
    await writer.apply([change('users/ada', 1, user('React'))]);
    await assert.rejects(merge('React', 'Nothing'), DomainError);
    await assert.rejects(merge('Nothing', 'React'), /There is no skill "Nothing"/);
    await assert.rejects(merge('Reactt', 'React'), /There is no skill "Reactt"\. Did you mean “React”\?/);
    await assert.rejects(
      mergeSkillInto(sql, { from: { id: 99 }, into: { name: 'React' } }),
      /There is no skill 99/,
    );
    assert.deepEqual(await skillsByUser(sql), { ada: ['react'] });
  });

  it('waits for a writer that is adding a link, and moves that link', async () => {
    await writer.apply([change('users/ada', 1, user('Old name')), change('users/bob', 1, user('New name'))]);
    const merging = await sql.begin(async (linking) => {
      await linking`
        insert into user_skills (user_id, skill_id, spelling) select 'bob', id, name from skills where key = 'oldname'`;
      const started = merge('Old name', 'New name');
      await database.untilBlocked();
      return { started };
    });
    assert.equal((await merging.started).moved['user_skills'], 2);
    assert.deepEqual(await skillsByUser(sql), { ada: ['newname'], bob: ['newname'] });
  });

  it('redirects links that a writer adds during the merge', async () => {
    await writer.apply([change('users/ada', 1, user('Old name')), change('users/bob', 1, user('New name'))]);
    const release = await holdLocks(`select from user_skills where user_id = 'ada' for update`);
    const merging = merge('Old name', 'New name');
    await database.untilBlocked();
    const writing = writer.apply([
      change('users/eve', 1, user('Old name')),
      change('users/kim', 1, user('old-name')),
    ]);
    await database.untilBlocked(2);
    await release();
    await Promise.all([merging, writing]);
    const one = ['newname'];
    assert.deepEqual(await skillsByUser(sql), { ada: one, bob: one, eve: one, kim: one });
  });

  it('leaves no link behind when a user drops the skill during the merge', async () => {
    await writer.apply([change('users/ada', 1, user('Old name')), change('users/bob', 1, user('New name'))]);
    const release = await holdLocks(`select from user_skills where user_id = 'ada' for update`);
    const merging = merge('Old name', 'New name');
    await database.untilBlocked();
    const dropping = writer.apply([change('users/ada', 2, user('Go'))]);
    await database.untilBlocked(2);
    await release();
    await Promise.all([merging, dropping]);
    assert.deepEqual(await skillsByUser(sql), { ada: ['go'], bob: ['newname'] });
  });

  it('neither loses nor splits links under concurrent writers and merges', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `Skill number ${'abcdef'[index] ?? ''}`);
    const batch = (version: number) =>
      Array.from({ length: 30 }, (_, index) =>
        change(
          `users/u${String(index)}`,
          version,
          user(names[index % 6] ?? '', names[(index + version) % 6] ?? '', 'Go'),
        ),
      );
    await writer.apply(batch(1));
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => withRedelivery(() => writer.apply(batch(index + 2)))),
      (async () => {
        for (const from of names.slice(1)) {
          await merge(from, names[0] ?? '');
          await sleep(20);
        }
      })(),
      (async () => {
        for (const from of names.slice(1).reverse()) await merge(from, names[1] ?? '');
      })(),
    ]);
    const [kept] =
      await sql`select count(*)::integer as count from skills where exists (select from user_skills where skill_id = skills.id)`;
    assert.equal(kept?.['count'], 2, 'Go and one of the six');
    const skills = await skillsByUser(sql);
    assert.equal(Object.keys(skills).length, 30);
    for (const keys of Object.values(skills)) assert.equal(keys.length, 2);
  });

  describe('addSkillAlias', () => {
    it('accepts a spelling not in use yet, and merges one that is a skill', async () => {
      await writer.apply([change('users/ada', 1, user('Kubernetes', 'Koober'))]);
      assert.deepEqual((await addSkillAlias(sql, 'Kubrnets', { name: 'K8s' })).moved, NONE);
      assert.equal((await addSkillAlias(sql, 'koober', { name: 'K8s' })).moved['user_skills'], 1);
      await writer.apply([change('users/bob', 1, user('KUBRNETS', 'Koober'))]);
      assert.deepEqual(await skillsByUser(sql), { ada: ['kubernetes'], bob: ['kubernetes'] });
    });

    it('refuses an alias that belongs to another skill', async () => {
      await writer.apply([change('users/ada', 1, user('Kubernetes', 'Docker'))]);
      await addSkillAlias(sql, 'Koober', { name: 'Kubernetes' });
      await assert.rejects(
        addSkillAlias(sql, 'Koober', { name: 'Docker' }),
        /"Koober" is already an alias of "Kubernetes"/,
      );
    });
  });

  /** Retries conflicts, as Pub/Sub redelivers nacked messages. */
  async function withRedelivery<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!['40P01', '23503'].includes((error as { code: string }).code)) throw error;
      }
    }
  }

  /** Starts a transaction that holds its locks until released. */
  async function holdLocks(statement: string): Promise<() => Promise<void>> {
    const held = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const holding = database.direct.begin(async (opened) => {
      await opened.unsafe(statement);
      held.resolve(undefined);
      await release.promise;
    });
    await held.promise;
    return async () => {
      release.resolve(undefined);
      await holding;
    };
  }
});
