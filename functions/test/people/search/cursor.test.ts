import assert from 'node:assert/strict';
import { behind, cursorAfter } from '../../../src/people/search/cursor.ts';
import { DomainError } from '../../../src/platform/errors.ts';

const QUESTION = ['react', null, null, []];
const one = (id: string, score: number) => ({ id, score, phrase: -1 });

describe('a page behind a cursor', () => {
  const ranked = [one('a', 0.9), one('b', 0.5), one('c', 0.5), one('d', 0.1)];

  it('begins behind the last of the page before, also among equal scores', () => {
    const cursor = cursorAfter(QUESTION, ranked[1]!);
    assert.deepEqual(behind(QUESTION, cursor, ranked), ranked.slice(2));
  });

  it('shows nobody twice when others come or go before it', () => {
    const cursor = cursorAfter(QUESTION, ranked[1]!);
    const changed = [one('new', 0.8), one('c', 0.5), one('d', 0.1)];
    assert.deepEqual(behind(QUESTION, cursor, changed), changed.slice(1));
  });

  for (const cursor of [
    '',
    'x',
    'bnVsbA',
    Buffer.from('["a",1]').toString('base64url'),
    cursorAfter(['other'], ranked[0]!),
  ]) {
    it(`refuses "${cursor}"`, () => {
      assert.throws(
        () => behind(QUESTION, cursor, ranked),
        (error) => error instanceof DomainError && error.code === 'bad-input',
      );
    });
  }
});
