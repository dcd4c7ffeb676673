import assert from 'node:assert/strict';
import { z } from 'zod';
import { keepsContract } from '../../src/platform/contract.ts';
import { DomainError, type ErrorCode } from '../../src/platform/errors.ts';

describe('a callable, where contracts are checked', () => {
  const output = z.strictObject({ name: z.string(), level: z.int().nullable() });
  const answering = (answer: unknown) =>
    keepsContract({
      name: 'echo',
      output,
      errors: [],
      handle: () => Promise.resolve(answer as z.infer<typeof output>),
    })();
  const failing = (code: ErrorCode) =>
    keepsContract({
      name: 'echo',
      output,
      errors: ['not-found'],
      handle: () => Promise.reject(new DomainError(code, 'No.')),
    })();

  it('gives the answer that it declares', async () => {
    assert.deepEqual(await answering({ name: 'Ada', level: null }), { name: 'Ada', level: null });
  });

  for (const [what, answer] of Object.entries({
    'lacks a field': { name: 'Ada' },
    'leaves a field undefined': { name: 'Ada', level: undefined },
    'has another field': { name: 'Ada', level: 1, secret: 'x' },
    'has a field of another type': { name: 'Ada', level: 1.5 },
  }))
    it(`fails when its answer ${what}`, () =>
      assert.rejects(answering(answer), /otherwise than it declares/));

  it('names no value of an answer', () =>
    assert.rejects(answering({ name: 'Ada', level: 'ada@uni.example' }), (error: Error) => {
      assert.doesNotMatch(error.message, /ada@/);
      return true;
    }));

  it('fails for the reasons that it declares, and for those of every call', async () => {
    await assert.rejects(failing('not-found'), DomainError);
    await assert.rejects(failing('not-allowed'), DomainError);
  });

  it('fails otherwise with other details than its reason has', () =>
    assert.rejects(failing('too-many-calls'), /other details.*retryAfterSeconds/));

  it('fails otherwise for a reason that it does not declare', () =>
    assert.rejects(failing('over-quota'), /does not declare/));
});
