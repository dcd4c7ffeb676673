import assert from 'node:assert/strict';
import { z } from 'zod';
import { makeCursor, readCursor } from '../../src/platform/cursor.ts';

describe('readCursor', () => {
  const schema = z.tuple([z.string(), z.number()]);

  it('returns what a cursor was made of', () => {
    assert.deepEqual(readCursor(schema, makeCursor(['ada', 0.5])), ['ada', 0.5]);
  });

  it('takes no text that Postgres cannot hold', () => {
    assert.equal(readCursor(schema, makeCursor(['a\0b', 0.5])), null);
    assert.deepEqual(readCursor(schema, makeCursor(['\ud800', 0.5])), ['\ufffd', 0.5]);
  });

  it('is null for anything else', () => {
    for (const cursor of [
      '',
      '%',
      'bnVsbA',
      makeCursor(['ada']),
      makeCursor({ __proto__: ['ada', 1] }),
      '\ud800',
    ])
      assert.equal(readCursor(schema, cursor), null, cursor);
  });
});
