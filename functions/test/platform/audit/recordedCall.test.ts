import assert from 'node:assert/strict';
import { recordedCall } from '../../../src/platform/audit/recordedCall.ts';
import { DomainError } from '../../../src/platform/errors.ts';
import type { Role } from '../../../src/platform/identity/caller.ts';
import { reachOf, type Access } from '../../../src/platform/identity/policy.ts';
import type { Sql } from '../../../src/platform/postgres.ts';

const ACCESS: Access = { member: 'own', faculty: 'own', admin: 'everyone' };

describe('a call on the record', () => {
  /** What happened, in order: `work`, and the outcome of each row. */
  let events: string[];
  let isDown: boolean;
  beforeEach(() => {
    events = [];
    isDown = false;
  });

  const sql = ((_text: TemplateStringsArray, ...values: unknown[]) => {
    if (isDown) return Promise.reject(new Error('no row'));
    events.push(`${String(values[6])} ${String(values[5])}`);
    return Promise.resolve([]);
  }) as unknown as Sql;

  const ask = (
    role: Role,
    work: () => Promise<string> = () => {
      events.push('work');
      return Promise.resolve('ada');
    },
    isChange = false,
  ): Promise<string> => {
    const caller = { uid: 'eve', role, departmentKeys: [] };
    const audit = {
      subjects: (answer: string | null, input: string) => (answer === null ? [input] : [input, answer]),
      isChange: () => isChange,
    };
    const asked = { caller, reach: reachOf(ACCESS, caller), input: 'bob' };
    return recordedCall({ name: 'echo', access: ACCESS, audit }, asked, () => sql, work);
  };

  it('leaves a row with whom it showed if it gave more than members get', async () => {
    for (const role of ['student', 'alumni', 'faculty'] as const) await ask(role);
    assert.deepEqual(events, ['work', 'work', 'work']);
    events = [];
    await ask('admin');
    assert.deepEqual(events, ['work', 'ok {"bob","ada"}']);
  });

  it('leaves a row with the reason of a refusal, and whom the input names', async () => {
    for (const [error, outcome] of [
      [new DomainError('not-allowed', 'No.'), 'not-allowed'],
      [new TypeError('broken'), 'failed'],
    ] as const) {
      events = [];
      await assert.rejects(
        ask('admin', () => Promise.reject(error)),
        error,
      );
      assert.deepEqual(events, [`${outcome} {"bob"}`]);
    }
  });

  it('is recorded before it changes anything, whoever makes it', async () => {
    await ask('student', undefined, true);
    assert.deepEqual(events, ['begun {"bob"}', 'work', 'ok {"bob","ada"}']);
  });

  it('is neither answered nor refused where it cannot be recorded, and changes nothing', async () => {
    isDown = true;
    await assert.rejects(ask('admin'), /no row/);
    const refused = (): Promise<never> => Promise.reject(new DomainError('not-allowed', 'No.'));
    await assert.rejects(ask('admin', refused), /no row/);
    events = [];
    await assert.rejects(ask('admin', undefined, true), /no row/);
    assert.deepEqual(events, []);
    assert.equal(await ask('student'), 'ada', 'members need no row');
  });
});
