import assert from 'node:assert/strict';
import { parseControl } from '../../../src/sync/control/control.ts';
import type { SyncStatus } from '../../../src/sync/control/status.ts';
import { alertsFor } from '../../../src/sync/control/alerts.ts';

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

const alertNames = (changed: Partial<SyncStatus>): string[] =>
  alertsFor(status(changed), NOW).map(({ name }) => name);

/** A heartbeat in flight for this many seconds. */
const heartbeatInFlight = (seconds: number): Partial<SyncStatus> => ({
  oldestUnappliedSeconds: seconds,
  lagSeconds: null,
});
const deferred = (table: string, seconds: number): Partial<SyncStatus> => ({
  oldestUnappliedSeconds: seconds,
  deferredDocuments: 1,
  deferredByTable: { [table]: { documents: 1, oldestSeconds: seconds } },
});

describe('alertsFor', () => {
  it('raises none if every change is applied within 15 minutes', () => {
    assert.deepEqual(alertNames({}), []);
    assert.deepEqual(alertNames(heartbeatInFlight(899)), []);
    assert.deepEqual(alertNames(deferred('users', 899)), []);
  });

  it('distinguishes late changes from a pipeline in which none arrives', () => {
    assert.deepEqual(alertNames(heartbeatInFlight(1800)), ['sync-changes-late']);
    assert.deepEqual(alertNames(deferred('users', 1800)), ['sync-changes-late']);
    const silent = { users: { ...COUNTS, lastReceivedAt: '2026-03-01T11:29:00Z' } };
    assert.deepEqual(alertNames({ ...heartbeatInFlight(1800), collections: silent }), [
      'sync-events-stopped',
    ]);
    assert.deepEqual(alertNames({ ...deferred('users', 1800), collections: silent }), ['sync-changes-late']);
  });

  it('ignores a paused table until the pause is about to lose messages, and watches the others', () => {
    const pausedFor = (hours: number): SyncStatus['control'] =>
      parseControl({
        collections: { users: 'paused' },
        pausedSince: new Date(NOW.getTime() - hours * 3_600_000).toISOString(),
      });
    assert.deepEqual(alertNames({ control: pausedFor(19), ...deferred('users', 19 * 3600) }), []);
    assert.deepEqual(alertNames({ control: pausedFor(21), ...deferred('users', 21 * 3600) }), [
      'sync-pause-too-long',
    ]);
    assert.deepEqual(alertNames({ control: pausedFor(1), ...deferred('events', 1800) }), [
      'sync-changes-late',
    ]);
    const withoutStart = parseControl({ mode: 'paused' });
    assert.deepEqual(alertNames({ control: withoutStart, ...deferred('users', 21 * 3600) }), [
      'sync-pause-too-long',
    ]);
    assert.deepEqual(alertNames({ control: withoutStart, ...heartbeatInFlight(3600) }), []);
  });

  it('reports a nightly check that has not run for 36 hours', () => {
    const check = { documents: 1, inconsistent: 0, repaired: 0, billedReads: 1 };
    const checked = (finishedAt: string): SyncStatus['checks'] => ({ users: { ...check, finishedAt } });
    assert.deepEqual(alertNames({ checks: checked('2026-02-28T03:30:00Z') }), []);
    assert.deepEqual(alertNames({ checks: checked('2026-02-27T03:30:00Z') }), ['sync-check-overdue']);
  });

  it('names the command to run, and contains only figures', () => {
    for (const alert of alertsFor(status(deferred('users', 1800)), NOW)) {
      assert.match(alert.text, /npm run /);
      assert.deepEqual(alert.details, { oldestUnappliedSeconds: 1800, deferredDocuments: 1 });
    }
  });
});
