import { isFullyOn } from '../../functions/src/sync/control/control.ts';
import type { SyncStatus } from '../../functions/src/sync/control/status.ts';

/** Prints the state of the synchronisation for operators. */
export function printStatus(status: SyncStatus): void {
  const { control, deadLetters } = status;
  const exceptions = Object.entries(control.collections).map(([table, mode]) => `${table}: ${String(mode)}`);
  const seconds = (value: number | null): string => (value === null ? 'on its way' : `${value.toFixed(1)} s`);
  const lines: [string, string][] = [
    ['mode', [String(control.mode), ...exceptions].join(', ')],
    ...(control.pausedSince === null
      ? []
      : [
          [isFullyOn(control) ? 'not repaired since' : 'not fully on since', control.pausedSince] as [
            string,
            string,
          ],
        ]),
    [
      'last heartbeat',
      status.heartbeatAt === null ? 'none yet' : `${status.heartbeatAt}, took ${seconds(status.lagSeconds)}`,
    ],
    ['oldest unapplied change', seconds(status.oldestUnappliedSeconds)],
    ['waiting documents', String(status.deferredDocuments)],
    ['dead letters', `${String(deadLetters.open)} open, ${String(deadLetters.discarded)} discarded`],
    ['counts reconcile', status.reconciled ? 'yes' : 'NO'],
  ];
  for (const [name, value] of lines) console.log(`${name.padEnd(26)}${value}`);
  console.table(
    Object.fromEntries(
      Object.entries(status.collections).map(([table, counts]) => [
        table,
        {
          received: counts.received,
          applied: counts.applied,
          superseded: counts.superseded,
          'dead-lettered': counts.deadLettered,
          'last lag': counts.lagSeconds === null ? '' : seconds(counts.lagSeconds),
          'last received': counts.lastReceivedAt,
        },
      ]),
    ),
  );
  if (Object.keys(status.checks).length > 0) console.table(status.checks);
}
