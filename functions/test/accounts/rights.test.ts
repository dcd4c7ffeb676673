import assert from 'node:assert/strict';
import { gainsRights, rightsOf, tidyDepartments, type Rights } from '../../src/accounts/roles/rights.ts';

const is = (role: Rights['role'], ...departments: string[]): Rights => ({ role, departments });

describe('rights', () => {
  it('are gained only by somebody who keeps all that they had', () => {
    for (const [before, after] of [
      [is('student'), is('admin')],
      [is('alumni'), is('faculty', 'Design')],
      [is('faculty', 'Design'), is('faculty', 'design', 'Law')],
    ] as const)
      assert.equal(gainsRights(before, after), true, JSON.stringify([before, after]));
    for (const [before, after] of [
      [is('admin'), is('faculty', 'Design')],
      [is('faculty'), is('admin')],
      [is('faculty', 'Design'), is('faculty', 'Law', 'Art')],
      [is('faculty', 'Design'), is('student')],
      [is('faculty', 'Design'), is('faculty', 'DESIGN')],
      [is('student'), is('student')],
    ] as const)
      assert.equal(gainsRights(before, after), false, JSON.stringify([before, after]));
  });

  it('are a student’s for any claim that is none of ours', () => {
    for (const claims of [{}, { role: 'root' }, { role: ['admin'] }, { role: null }, { role: 'Admin' }])
      assert.deepEqual(rightsOf(claims), { role: 'student', departments: [] });
  });

  it('name each department once, in a tidy spelling', () => {
    assert.deepEqual(tidyDepartments([' computer  science', 'COMPUTER SCIENCE', '', 'Law']), [
      'Computer Science',
      'Law',
    ]);
  });
});
