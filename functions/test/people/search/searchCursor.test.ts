import assert from 'node:assert/strict';
import { cursorAfter, skipToCursor } from '../../../src/people/search/searchCursor.ts';
import { DomainError } from '../../../src/platform/errors.ts';

const QUERY = ['react', null, null, []];
const person = (id: string, score: number) => ({ id, score, expansion: -1 });

describe('skipToCursor', () => {
  const ranked = [person('a', 0.9), person('b', 0.5), person('c', 0.5), person('d', 0.1)];

  it('continues after the last person of the previous page, also among equal scores', () => {
    const cursor = cursorAfter(QUERY, ranked[1]!);
    assert.deepEqual(skipToCursor(QUERY, cursor, ranked), ranked.slice(2));
  });

  it('repeats nobody when people appear or disappear before the cursor', () => {
    const cursor = cursorAfter(QUERY, ranked[1]!);
    const changed = [person('new', 0.8), person('c', 0.5), person('d', 0.1)];
    assert.deepEqual(skipToCursor(QUERY, cursor, changed), changed.slice(1));
  });

  for (const cursor of [
    '',
    'x',
    'bnVsbA',
    Buffer.from('["a",1]').toString('base64url'),
    cursorAfter(['other'], ranked[0]!),
  ]) {
    it(`rejects "${cursor}"`, () => {
      assert.throws(
        () => skipToCursor(QUERY, cursor, ranked),
        (error) => error instanceof DomainError && error.code === 'bad-input',
      );
    });
  }
});
