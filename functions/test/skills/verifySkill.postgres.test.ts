import assert from 'node:assert/strict';
import type { Claims } from '../../../scripts/lib/callContext.ts';
import { mergeSkillInto } from '../../src/skills/mergeSkillInto.ts';
import { changeVerifiedSkill, verifySkill, type SkillVerification } from '../../src/skills/verifySkill.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { rowsAsFirestore } from '../support/rowsAsFirestore.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-16T12:00:00Z');
const LAW: Claims = { role: 'faculty', departments: ['Law'] };
const ADMIN: Claims = { role: 'admin' };

const ADA = { name: 'Ada', department: 'law', skills: [{ name: 'ReactJS', level: 4 }, 'SQL'] };

describe('verifySkill', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await writeDocuments(database.sql, {
      'users/ada': ADA,
      'users/bob': { name: 'Bob', department: 'Art', skills: ['SQL'] },
      'users/cy': { name: 'Cy', skills: ['SQL'] },
      'users/grace': { name: 'Grace', department: 'Law', role: 'faculty', skills: ['SQL'] },
    });
  });
  afterEach(() => database.drop());

  function verify(uid: string, claims: Claims, request: object): Promise<SkillVerification> {
    const firestore = rowsAsFirestore(database.sql, { appliesUpdates: true });
    const definition: typeof verifySkill.definition = {
      ...verifySkill.definition,
      handle: (context, input) => changeVerifiedSkill(context, firestore, input),
    };
    const data = { userId: 'ada', skill: 'React', verified: true, ...request };
    return callAsPerson(definition, { uid, data, claims }, withoutRedis(database.sql, NOW));
  }
  const byGrace = (request: object = {}): Promise<SkillVerification> => verify('grace', LAW, request);

  const readSkills = async (uid = 'ada'): Promise<Record<string, unknown>> => {
    const rows = await database.sql`
      select name, proficiency_level as claimed, verified, verified_by as by, verified_level as level,
        verified_at = ${NOW} as "isNow"
      from user_skills join skills on skills.id = skill_id where user_id = ${uid}`;
    return Object.fromEntries(rows.map(({ name, ...skill }) => [name as string, skill]));
  };
  const NOT_VERIFIED = { verified: false, by: null, level: null, isNow: null };
  const BY_GRACE = { verified: true, by: 'grace', isNow: true };

  it('verifies a skill in any spelling, at the level that is claimed or another one', async () => {
    assert.deepEqual(await byGrace({ skill: 'react.js' }), {
      userId: 'ada',
      skill: 'ReactJS',
      level: 4,
      verified: { level: 4, verifierId: 'grace', at: NOW.toISOString() },
    });
    await byGrace({ skill: 'SQL', level: 2 });
    assert.deepEqual(await readSkills(), {
      React: { claimed: 4, ...BY_GRACE, level: 4 },
      SQL: { claimed: null, ...BY_GRACE, level: 2 },
    });
  });

  it('is for faculty of the department and administrators, never for oneself', async () => {
    await assert.rejects(byGrace({ userId: 'bob', skill: 'SQL' }), { code: 'permission-denied' });
    await assert.rejects(byGrace({ userId: 'cy', skill: 'SQL' }), { code: 'permission-denied' });
    await assert.rejects(byGrace({ userId: 'grace', skill: 'SQL' }), { code: 'permission-denied' });
    await assert.rejects(verify('grace', ADMIN, { userId: 'grace', skill: 'SQL' }), {
      code: 'permission-denied',
    });
    await assert.rejects(verify('cy', { role: 'student' }, {}), { code: 'permission-denied' });
    await assert.rejects(verify('cy', { role: 'faculty' }, {}), { code: 'failed-precondition' });
    await assert.rejects(byGrace({ userId: 'nobody' }), { code: 'not-found' });
    for (const userId of ['bob', 'cy'])
      assert.ok((await verify('root', ADMIN, { userId, skill: 'SQL' })).verified);
  });

  it('names a skill that is like the one that is not listed', async () => {
    await assert.rejects(byGrace({ skill: 'Reakt' }), {
      code: 'not-found',
      message: 'This person does not list the skill “Reakt”. Did you mean “ReactJS”?',
    });
    await assert.rejects(byGrace({ skill: 'Zoology' }), {
      message: 'This person does not list the skill “Zoology”.',
    });
    assert.deepEqual((await readSkills())['React'], { claimed: 4, ...NOT_VERIFIED });
  });

  it('can be withdrawn by anybody who may verify, also while the skill is not listed', async () => {
    await byGrace();
    await byGrace({ skill: 'SQL' });
    const answer = await verify('root', ADMIN, { skill: 'reactjs', verified: false });
    assert.deepEqual(answer, { userId: 'ada', skill: 'ReactJS', level: 4, verified: null });
    assert.deepEqual((await readSkills())['React'], { claimed: 4, ...NOT_VERIFIED });
    await assert.rejects(byGrace({ verified: false }), { code: 'not-found', message: /is not verified/ });
    await edit({ skills: [] });
    await byGrace({ skill: 'sql', verified: false });
    await edit({ skills: ['SQL'] });
    assert.deepEqual((await readSkills())['SQL'], { claimed: null, ...NOT_VERIFIED });
  });

  /** Ada edits her profile, but for what the server writes. */
  async function edit(fields: object): Promise<void> {
    const firestore = rowsAsFirestore(database.sql, { appliesUpdates: true });
    await firestore.runTransaction((transaction) =>
      Promise.resolve(transaction.update(firestore.collection('users').doc('ada'), fields)),
    );
  }

  it('stays with a skill that is removed and listed again, and with the level that was verified', async () => {
    await byGrace();
    await edit({ skills: ['SQL'] });
    assert.deepEqual(Object.keys(await readSkills()), ['SQL']);
    await edit({ skills: [{ name: 'react', level: 5 }] });
    assert.deepEqual(await readSkills(), { React: { claimed: 5, ...BY_GRACE, level: 4 } });
    await byGrace({ level: 5 });
    assert.deepEqual(await readSkills(), { React: { claimed: 5, ...BY_GRACE, level: 5 } });
  });

  it('follows skills that operators merge, under either name', async () => {
    await edit({ skills: ['Reakt', { name: 'React', level: 2 }] });
    await byGrace({ skill: 'Reakt', level: 3 });
    await mergeSkillInto(database.sql, { from: { name: 'Reakt' }, into: { name: 'React' } });
    const verified = { React: { claimed: 2, ...BY_GRACE, level: 3 } };
    assert.deepEqual(await readSkills(), verified);
    await edit({ skills: [{ name: 'React', level: 2 }] });
    assert.deepEqual(await readSkills(), verified, 'the name that was verified is not listed any more');
    await byGrace({ skill: 'React', verified: false });
    assert.deepEqual(await readSkills(), { React: { claimed: 2, ...NOT_VERIFIED } });
  });

  it('keeps who, when and at which level together where two names of one skill were verified', async () => {
    const at = (day: number): string => `2026-01-0${String(day)}T00:00:00Z`;
    const old = { name: 'Reakt', level: 5, by: 'alan', at: at(1) };
    const newer = { name: 'React', level: 2, by: 'grace', at: at(2) };
    await edit({ skills: ['Reakt', 'React'], verifiedSkills: [old, newer] });
    await mergeSkillInto(database.sql, { from: { name: 'React' }, into: { name: 'Reakt' } });
    const read = async (): Promise<unknown> => {
      const [row] = await database.sql`
        select verified_by as by, verified_level as level, verified_at as at from user_skills where user_id = 'ada'`;
      return { ...row };
    };
    const expected = { by: 'grace', level: 2, at: new Date(at(2)) };
    assert.deepEqual(await read(), expected);
    await edit({ skills: ['React', 'Reakt', 'Go'] });
    assert.deepEqual(await read(), expected);
  });
});
