import assert from 'node:assert/strict';
import { memberToken } from '../../../../scripts/lib/callContext.ts';
import { callerOf } from '../../../src/platform/identity/caller.ts';

describe('callerOf', () => {
  it('takes a role claim as it was set, and anything else for none', () => {
    for (const role of ['student', 'faculty', 'alumni', 'admin'])
      assert.equal(callerOf(memberToken('ada', { role })).role, role);
    for (const role of [
      'Admin',
      ' admin',
      'superadmin',
      '',
      ['admin'],
      { admin: true },
      true,
      null,
      undefined,
    ])
      assert.equal(callerOf(memberToken('ada', { role })).role, null, JSON.stringify(role));
  });

  it('reads the keys of departments as the users table does', () => {
    const departments = [' Law ', 'Computer\u00a0 SCIENCE\u200b', 'x'.repeat(300), ''];
    assert.deepEqual(callerOf(memberToken('ada', { departments })).departmentKeys, [
      'law',
      'computer science',
      'x'.repeat(255),
    ]);
    for (const wrong of ['Law', { 0: 'Law' }, [['Law']], ['Law', 7], null, undefined])
      assert.deepEqual(callerOf(memberToken('ada', { departments: wrong })).departmentKeys, []);
  });

  it('takes nothing from the rest of the token', () => {
    const token = { ...memberToken('ada'), admin: true, user: { role: 'admin' }, claims: { role: 'admin' } };
    assert.deepEqual(callerOf(token), { uid: 'ada', role: null, departmentKeys: [] });
  });
});
