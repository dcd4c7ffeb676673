import assert from 'node:assert/strict';
import { z } from 'zod';
import { POLICY } from '../../functions/src/platform/identity/policy.ts';
import { describeCallables, resolveCallable, type AnyDefinition } from './callables.ts';

const define = (name: string, input: z.ZodType = z.strictObject({})): AnyDefinition => ({
  name,
  access: POLICY.searchTalent,
  input,
});
const CALLABLES = [define('recommendations'), define('recommendationQuality'), define('searchTalent')];

describe('the name of a callable', () => {
  it('may be cut short and in any case, as long as it is unambiguous', () => {
    assert.equal(resolveCallable(CALLABLES, 'search').name, 'searchTalent');
    assert.equal(resolveCallable(CALLABLES, 'RECOMMENDATIONS').name, 'recommendations');
    assert.equal(resolveCallable(CALLABLES, 'recommendations').name, 'recommendations');
  });

  it('is refused with the candidates when it is ambiguous or unknown', () => {
    assert.throws(() => resolveCallable(CALLABLES, 'recommendation'), {
      message: '"recommendation" is ambiguous. Choose one of: recommendations, recommendationQuality.',
    });
    assert.throws(() => resolveCallable(CALLABLES, 'similar'), /no callable "similar".*searchTalent/);
  });
});

describe('the list of callables', () => {
  it('shows required and optional inputs with their ranges, and who may call', () => {
    const input = z.strictObject({
      type: z.enum(['event', 'user']),
      limit: z.int().min(1).max(50).default(10),
    });
    const [line] = describeCallables([{ ...define('lists', input), access: POLICY.mergeSkills }]).split('\n');
    assert.equal(line, 'lists  {type: "event" | "user", limit?: 1–50}  (administrators)');
  });
});
