import assert from 'node:assert/strict';
import { TalentError, TooManyCalls, Unreachable } from '../src/errors.ts';
import { CALLABLES } from '../src/generated.ts';
import { fakeClient, functionsError, UNREACHABLE } from './fakeClient.ts';

const OFFLINE = functionsError('internal', 'internal [0]');
const tooMany = (retryAfterSeconds: number): Error =>
  functionsError('resource-exhausted', 'Too many calls. [429]', {
    reason: 'too-many-calls',
    retryAfterSeconds,
  });

/** A callable of which a repeated call has further effects. */
const onceOnly = Object.entries(CALLABLES).find(([, { isIdempotent }]) => isIdempotent !== true)?.[0];

describe('the TypeScript client repeats a call', () => {
  for (const [what, error] of Object.entries({
    'cannot answer now': UNREACHABLE,
    'is not reached': OFFLINE,
  })) {
    it(`when the server ${what}, with growing pauses`, async () => {
      const { talent, calls, pauses } = fakeClient(error, error, error, { students: [] });
      assert.deepEqual(await talent.similarStudents(), { students: [] });
      assert.equal(calls.length, 4);
      assert.deepEqual(pauses, [400, 600, 1000]);
    });
  }

  it('at most three times', async () => {
    const { talent, calls } = fakeClient(UNREACHABLE);
    await assert.rejects(talent.similarStudents(), Unreachable);
    assert.equal(calls.length, 4);
  });

  it('after the seconds that a limit names, if they are few', async () => {
    const { talent, pauses } = fakeClient(tooMany(3), {});
    await talent.similarStudents();
    assert.deepEqual(pauses, [3200]);
    const refused = fakeClient(tooMany(40), {});
    await assert.rejects(refused.talent.similarStudents(), TooManyCalls);
    assert.equal(refused.calls.length, 1);
  });

  it('only where a repeated call has no further effect', async function () {
    if (onceOnly === undefined) return;
    for (const error of [UNREACHABLE, OFFLINE, tooMany(1)]) {
      const { talent, calls } = fakeClient(error, {});
      const method = talent[onceOnly as keyof typeof talent] as (input: object) => Promise<unknown>;
      await assert.rejects(method({}), TalentError);
      assert.equal(calls.length, 1);
    }
  });

  it('never when something has to change first', async () => {
    for (const reason of ['bad-input', 'not-found', 'over-quota', 'failed', 'a-reason-of-next-year']) {
      const { talent, calls } = fakeClient(functionsError('internal', 'No. [500]', { reason }), {});
      await assert.rejects(talent.similarStudents(), { reason });
      assert.equal(calls.length, 1);
    }
  });
});
