import assert from 'node:assert/strict';
import { parseControl } from '../../src/sync/control.ts';
import type { SyncStatus } from '../../src/sync/status.ts';
import { alertsFor } from '../../src/sync/watchSync.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const COUNTS = { received: 1, applied: 1, superseded: 0, deadLettered: 0, lagSeconds: 1 };

function status(changed: Partial<SyncStatus>): SyncStatus {
  return {
    control: parseControl(undefined),
    lagSeconds: 1,
    heartbeatAt: '2026-03-01T11:30:00Z',
    oldestUnappliedSeconds: 0,
    waiting: 0,
    deadLetters: { open: 0, discarded: 0 },
    collections: { users: { ...COUNTS, lastReceivedAt: '2026-03-01T11:59:00Z' } },
    reconciled: true,
    checks: {},
    ...changed,
  };
}

const names = (changed: Partial<SyncStatus>): string[] =>
  alertsFor(status(changed), NOW).map(({ name }) => name);

describe('the alerts of the watch', () => {
  it('are none when everything is applied within a quarter of an hour', () => {
    assert.deepEqual(names({}), []);
    assert.deepEqual(names({ oldestUnappliedSeconds: 899 }), []);
  });

  it('say that changes are late when others arrive, and that events have stopped when none does', () => {
    const late = { oldestUnappliedSeconds: 1800, lagSeconds: null };
    assert.deepEqual(names(late), ['sync-changes-late']);
    const silent = { users: { ...COUNTS, lastReceivedAt: '2026-03-01T11:29:00Z' } };
    assert.deepEqual(names({ ...late, collections: silent }), ['sync-events-stopped']);
  });

  it('leave a pause alone until it is about to lose messages', () => {
    const pausedFor = (hours: number): SyncStatus['control'] =>
      parseControl({
        mode: 'paused',
        pausedSince: new Date(NOW.getTime() - hours * 3_600_000).toISOString(),
      });
    assert.deepEqual(names({ control: pausedFor(19), oldestUnappliedSeconds: 19 * 3600 }), []);
    assert.deepEqual(names({ control: pausedFor(21), oldestUnappliedSeconds: 21 * 3600 }), [
      'sync-pause-too-long',
    ]);
    const byHand = parseControl({ mode: 'paused' });
    assert.deepEqual(names({ control: byHand, oldestUnappliedSeconds: 21 * 3600 }), ['sync-pause-too-long']);
  });

  it('name the command that settles them, and hold figures only', () => {
    for (const alert of alertsFor(status({ oldestUnappliedSeconds: 1800 }), NOW)) {
      assert.match(alert.text, /npm run /);
      assert.deepEqual(alert.details, { oldestUnappliedSeconds: 1800, waiting: 0 });
    }
  });
});
