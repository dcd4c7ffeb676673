import assert from 'node:assert/strict';
import { toCaller } from '../../src/platform/caller.ts';

describe('toCaller', () => {
  it('reads a role as the users table does, and takes an unknown one for none', () => {
    const roles: [unknown, string | null][] = [
      ['admin', 'admin'],
      [' Faculty ', 'faculty'],
      ['superadmin', null],
      ['', null],
      [['admin'], null],
      [{ $utf16: Buffer.from('admin', 'utf16le').toString('base64') }, null],
      [null, null],
      [undefined, null],
    ];
    for (const [role, expected] of roles) assert.equal(toCaller('ada', { role }).role, expected);
  });

  it('reads the key of a department as the users table does', () => {
    const departments: [unknown, string | null][] = [
      [' Law ', 'law'],
      ['L\0aw', 'law'],
      ['Computer\u00a0 SCIENCE\u200b', 'computer science'],
      ['x'.repeat(300), 'x'.repeat(255)],
      [7n, '7'],
      ['', null],
      [['Law'], null],
    ];
    for (const [department, expected] of departments) {
      assert.equal(toCaller('ada', { department }).departmentKey, expected);
    }
  });

  it('knows whether there is a profile', () => {
    assert.deepEqual(toCaller('ada', undefined), {
      uid: 'ada',
      role: null,
      departmentKey: null,
      hasProfile: false,
    });
    assert.equal(toCaller('ada', {}).hasProfile, true);
  });
});
