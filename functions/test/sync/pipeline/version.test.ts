import assert from 'node:assert/strict';
import { deleteVersion, upsertVersion } from '../../../src/sync/pipeline/version.ts';

describe('versions', () => {
  it('keep the microseconds of the commit time', () => {
    assert.equal(upsertVersion({ seconds: 1_767_225_600, nanoseconds: 123_456_000 }), 1_767_225_600_123_456);
    assert.equal(upsertVersion({ seconds: 1_767_225_600, nanoseconds: 1_000 }), 1_767_225_600_000_001);
  });

  it('drop what is finer than a microsecond', () => {
    assert.equal(upsertVersion({ seconds: 1, nanoseconds: 999 }), 1_000_000);
  });

  it('put a deletion right above the last state', () => {
    const last = { seconds: 1_767_225_600, nanoseconds: 999_999_000 };
    assert.equal(deleteVersion(last), upsertVersion(last) + 1);
    assert.equal(deleteVersion(last), upsertVersion({ seconds: 1_767_225_601, nanoseconds: 0 }));
  });

  it('are exact until the year 2255', () => {
    const seconds = Date.UTC(2255, 0, 1) / 1000;
    assert.ok(Number.isSafeInteger(upsertVersion({ seconds, nanoseconds: 999_999_999 })));
  });
});
