import assert from 'node:assert/strict';
import { parseControl } from '../../src/sync/control/control.ts';
import { gracePeriodMs, type SyncStatus } from '../../src/sync/control/status.ts';
import { alertsFor } from '../../src/sync/control/alerts.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const COUNTS = { received: 1, applied: 1, superseded: 0, deadLettered: 0, lagSeconds: 1 };

function status(changed: Partial<SyncStatus>): SyncStatus {
  return {
    control: parseControl(undefined),
    lagSeconds: 1,
    heartbeatAt: '2026-03-01T11:30:00Z',
    oldestUnappliedSeconds: 0,
    deferredDocuments: 0,
    deferredByTable: {},
    deadLetters: { open: 0, discarded: 0 },
    collections: { users: { ...COUNTS, lastReceivedAt: '2026-03-01T11:59:00Z' } },
    reconciled: true,
    checks: {},
    ...changed,
  };
}

const names = (changed: Partial<SyncStatus>): string[] =>
  alertsFor(status(changed), NOW).map(({ name }) => name);

/** A heartbeat that has not arrived for so many seconds. */
const heartbeat = (seconds: number): Partial<SyncStatus> => ({
  oldestUnappliedSeconds: seconds,
  lagSeconds: null,
});
const waiting = (table: string, seconds: number): Partial<SyncStatus> => ({
  oldestUnappliedSeconds: seconds,
  deferredDocuments: 1,
  deferredByTable: { [table]: { documents: 1, oldestSeconds: seconds } },
});

describe('the alerts of the watch', () => {
  it('are none when everything is applied within a quarter of an hour', () => {
    assert.deepEqual(names({}), []);
    assert.deepEqual(names(heartbeat(899)), []);
    assert.deepEqual(names(waiting('users', 899)), []);
  });

  it('say that changes are late when others arrive, and that events have stopped when none does', () => {
    assert.deepEqual(names(heartbeat(1800)), ['sync-changes-late']);
    assert.deepEqual(names(waiting('users', 1800)), ['sync-changes-late']);
    const silent = { users: { ...COUNTS, lastReceivedAt: '2026-03-01T11:29:00Z' } };
    assert.deepEqual(names({ ...heartbeat(1800), collections: silent }), ['sync-events-stopped']);
    assert.deepEqual(names({ ...waiting('users', 1800), collections: silent }), ['sync-changes-late']);
  });

  it('leave a paused table alone until its pause is about to lose messages, and watch the others', () => {
    const pausedFor = (hours: number): SyncStatus['control'] =>
      parseControl({
        collections: { users: 'paused' },
        pausedSince: new Date(NOW.getTime() - hours * 3_600_000).toISOString(),
      });
    assert.deepEqual(names({ control: pausedFor(19), ...waiting('users', 19 * 3600) }), []);
    assert.deepEqual(names({ control: pausedFor(21), ...waiting('users', 21 * 3600) }), [
      'sync-pause-too-long',
    ]);
    assert.deepEqual(names({ control: pausedFor(1), ...waiting('events', 1800) }), ['sync-changes-late']);
    const byHand = parseControl({ mode: 'paused' });
    assert.deepEqual(names({ control: byHand, ...waiting('users', 21 * 3600) }), ['sync-pause-too-long']);
    assert.deepEqual(names({ control: byHand, ...heartbeat(3600) }), []);
  });

  it('say when the nightly check has not run for a day and a half', () => {
    const check = { documents: 1, inconsistent: 0, repaired: 0, billedReads: 1 };
    const checked = (finishedAt: string): SyncStatus['checks'] => ({ users: { ...check, finishedAt } });
    assert.deepEqual(names({ checks: checked('2026-02-28T03:30:00Z') }), []);
    assert.deepEqual(names({ checks: checked('2026-02-27T03:30:00Z') }), ['sync-check-overdue']);
  });

  it('name the command that settles them, and hold figures only', () => {
    for (const alert of alertsFor(status(waiting('users', 1800)), NOW)) {
      assert.match(alert.text, /npm run /);
      assert.deepEqual(alert.details, { oldestUnappliedSeconds: 1800, deferredDocuments: 1 });
    }
  });
});

describe('how long a change may take to arrive', () => {
  it('is twice the lag of the last hour, from one minute to eleven', () => {
    const recent = new Date().toISOString();
    const lag = (lagSeconds: number, lastReceivedAt: string): number =>
      gracePeriodMs(status({ collections: { users: { ...COUNTS, lagSeconds, lastReceivedAt } } }));
    assert.equal(lag(1, recent), 60_000);
    assert.equal(lag(100, recent), 200_000);
    assert.equal(lag(4000, recent), 660_000);
    assert.equal(lag(4000, '2026-03-01T11:59:00Z'), 60_000);
  });
});
