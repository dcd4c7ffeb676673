import assert from 'node:assert/strict';
import { parseControl } from '../../../src/sync/control/control.ts';
import { gracePeriodMs } from '../../../src/sync/control/status.ts';

const COUNTS = { received: 1, applied: 1, superseded: 0, deadLettered: 0 };

describe('gracePeriodMs', () => {
  it('is twice the largest lag of the last hour, between one and eleven minutes', () => {
    const now = new Date().toISOString();
    const twoHoursAgo = new Date(Date.now() - 7_200_000).toISOString();
    const gracePeriod = (lagSeconds: number, lastReceivedAt: string): number =>
      gracePeriodMs({
        control: parseControl(undefined),
        lagSeconds: 1,
        heartbeatAt: now,
        oldestUnappliedSeconds: 0,
        deferredDocuments: 0,
        deferredByTable: {},
        deadLetters: { open: 0, discarded: 0 },
        collections: { users: { ...COUNTS, lagSeconds, lastReceivedAt } },
        reconciled: true,
        checks: {},
      });
    assert.equal(gracePeriod(1, now), 60_000);
    assert.equal(gracePeriod(100, now), 200_000);
    assert.equal(gracePeriod(4000, now), 660_000);
    assert.equal(gracePeriod(4000, twoHoursAgo), 60_000);
  });
});
