import assert from 'node:assert/strict';
import { roleSimilarity, roleWords } from '../../../src/careers/titles/roleSimilarity.ts';

describe('roleSimilarity', () => {
  const similarity = (a: string, b: string): number => roleSimilarity(roleWords(a), roleWords(b));

  it('is 1 for equal roles, 0 for roles without common words, and symmetric', () => {
    assert.equal(similarity('data analyst', 'data analyst'), 1);
    assert.equal(similarity('data analyst', 'nurse'), 0);
    assert.equal(similarity('data analyst', 'data engineer'), similarity('data engineer', 'data analyst'));
  });

  it('weighs words of the field more than generic ones', () => {
    assert.ok(
      similarity('marketing manager', 'marketing specialist') >
        similarity('marketing manager', 'office manager'),
    );
  });
});
