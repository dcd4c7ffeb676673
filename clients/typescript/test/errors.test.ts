import assert from 'node:assert/strict';
import { ERRORS, type ErrorCode } from '../../../functions/src/platform/errors.ts';
import * as errors from '../src/errors.ts';
import { toTalentError } from '../src/toTalentError.ts';
import { functionsError } from './fakeClient.ts';

describe('errors of the TypeScript client', () => {
  it('have a class for every reason of the functions, and what the server says', () => {
    for (const [reason, { code }] of Object.entries(ERRORS)) {
      const error = toTalentError(functionsError(code, 'What happened. [400]', { reason }));
      assert.notEqual(error.constructor, errors.TalentError, reason);
      assert.equal(error.reason, reason satisfies string as ErrorCode);
      assert.equal(error.message, 'What happened.');
      assert.equal(error.name, error.constructor.name);
    }
  });

  it('tell which fields are wrong, and how long to wait', () => {
    const fields = [{ field: 'limt', code: 'unknown', problem: 'is not a known field', suggestion: 'limit' }];
    const badInput = toTalentError(
      functionsError('invalid-argument', undefined, { reason: 'bad-input', fields }),
    );
    assert.ok(badInput instanceof errors.BadInput);
    assert.deepEqual(badInput.fields, fields);
    const details = { reason: 'too-many-calls', retryAfterSeconds: 7, limitOf: 'person' };
    const tooMany = toTalentError(functionsError('resource-exhausted', undefined, details));
    assert.ok(tooMany instanceof errors.TooManyCalls);
    assert.equal(tooMany.retryAfterSeconds, 7);
    const worksAgainAt = '2026-07-01T00:00:00.000Z';
    const overQuota = toTalentError(
      functionsError('resource-exhausted', undefined, { reason: 'over-quota', worksAgainAt }),
    );
    assert.ok(overQuota instanceof errors.OverQuota);
    assert.equal(overQuota.worksAgainAt, worksAgainAt);
  });

  it('have a reason of their own where the functions were not reached or did not answer', () => {
    const cases: [Error, string][] = [
      [functionsError('internal', 'internal [0]'), 'no-connection'],
      [Object.assign(new Error('network'), { code: 'auth/network-request-failed' }), 'no-connection'],
      [functionsError('deadline-exceeded', 'deadline-exceeded'), 'timed-out'],
      [functionsError('unavailable', 'unavailable [503]'), 'unreachable'],
      [functionsError('resource-exhausted', 'resource-exhausted [429]'), 'unreachable'],
      [functionsError('unauthenticated', 'Unauthenticated [401]'), 'not-signed-in'],
      [functionsError('internal', 'INTERNAL [500]'), 'failed'],
      [new TypeError('a fault of the client'), 'failed'],
    ];
    for (const [thrown, reason] of cases) assert.equal(toTalentError(thrown).reason, reason);
  });

  it('keep reasons that they do not know', () => {
    const error = toTalentError(functionsError('aborted', 'New. [409]', { reason: 'new-reason', fact: 1 }));
    assert.equal(error.constructor, errors.TalentError);
    assert.deepEqual([error.reason, error.details['fact']], ['new-reason', 1]);
  });
});
