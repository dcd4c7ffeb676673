import assert from 'node:assert/strict';
import {
  decodeChange,
  encodeChange,
  MAX_INLINE_BYTES,
  type Change,
} from '../../../src/sync/pipeline/change.ts';

const upsert: Change = {
  kind: 'upsert',
  path: 'users/ada',
  version: 1_767_225_600_123_456,
  createTime: null,
  updateTime: '2026-01-01T00:00:00.123456Z',
  data: { name: 'Ada 👩‍🎓', skills: [{ $double: 'NaN' }] },
};

describe('the encoding of changes', () => {
  it('decodes to the same change', () => {
    for (const change of [upsert, { kind: 'delete', path: 'users/ada', version: 7 } satisfies Change]) {
      assert.deepEqual(decodeChange(encodeChange(change)), change);
    }
  });

  it('replaces a document that is too large for an event with a pointer', () => {
    const message = encodeChange({ ...upsert, data: { bio: 'x'.repeat(MAX_INLINE_BYTES) } });
    assert.deepEqual(decodeChange(message), { kind: 'reread', path: upsert.path, version: upsert.version });
    assert.ok(message.length < 200);
  });

  it('keeps a message as base64 within the event limit of 512 KB', () => {
    assert.ok((MAX_INLINE_BYTES * 4) / 3 < 450_000);
  });

  it('rejects a message that is not a change', () => {
    const invalid = [
      '',
      '{',
      '[]',
      '{}',
      JSON.stringify({ ...upsert, version: '7' }),
      JSON.stringify({ ...upsert, version: 0 }),
      JSON.stringify({ ...upsert, data: [] }),
      ...['', '/', 'users', 'users//x', 'users/ada/', 'users/ada/positions'].map((path) =>
        JSON.stringify({ ...upsert, path }),
      ),
      JSON.stringify({ ...upsert, kind: 'truncate' }),
    ];
    for (const text of invalid) assert.throws(() => decodeChange(Buffer.from(text)), `${text} was accepted`);
  });
});
