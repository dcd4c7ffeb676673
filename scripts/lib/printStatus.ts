import { isFullyOn } from '../../functions/src/sync/control/control.ts';
import type { SyncStatus } from '../../functions/src/sync/control/status.ts';

/** Prints the state of the synchronisation for operators. */
export function printStatus(status: SyncStatus): void {
  for (const [name, value] of summaryLines(status)) console.log(`${name.padEnd(26)}${value}`);
  const collections = Object.entries(status.collections).map(([table, counts]) => [
    table,
    {
      received: counts.received,
      applied: counts.applied,
      superseded: counts.superseded,
      'dead-lettered': counts.deadLettered,
      'last lag': counts.lagSeconds === null ? '' : seconds(counts.lagSeconds),
      'last received': counts.lastReceivedAt,
    },
  ]);
  console.table(Object.fromEntries(collections));
  if (Object.keys(status.checks).length > 0) console.table(status.checks);
}

function summaryLines(status: SyncStatus): [name: string, value: string][] {
  const { control, deadLetters, heartbeatAt, lagSeconds } = status;
  const exceptions = Object.entries(control.collections).map(([table, mode]) => `${table}: ${String(mode)}`);
  const pause: [string, string][] =
    control.pausedSince === null
      ? []
      : [[isFullyOn(control) ? 'unrepaired pause since' : 'paused since', control.pausedSince]];
  const lag = lagSeconds === null ? 'in flight' : `took ${seconds(lagSeconds)}`;
  return [
    ['mode', [String(control.mode), ...exceptions].join(', ')],
    ...pause,
    ['last heartbeat', heartbeatAt === null ? 'none yet' : `${heartbeatAt}, ${lag}`],
    ['oldest unapplied change', seconds(status.oldestUnappliedSeconds)],
    ['deferred documents', String(status.deferredDocuments)],
    ['dead letters', `${String(deadLetters.open)} open, ${String(deadLetters.discarded)} discarded`],
    ['counts reconcile', status.reconciled ? 'yes' : 'NO'],
  ];
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
