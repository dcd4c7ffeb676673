import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import type { Sql } from '../platform/postgres.ts';
import { share, time } from '../platform/output.ts';
import type { Mode } from './control/control.ts';
import { readStatus, statusFields } from './control/status.ts';

const appliedShare = share.describe(
  'The share of the documents whose changes are applied: 1 if all are, 0 in a pause.',
);

const control = z
  .strictObject({
    appliedShare,
    appliedShareByTable: z
      .record(z.string(), share)
      .describe('Exceptions; other tables follow `appliedShare`.'),
    pausedSince: time.nullable().describe('When the current pause began; null if there is none.'),
  })
  .meta({ id: 'SyncControl', description: 'What operators let the sync apply.' });

const output = z.strictObject({ control, ...statusFields }).meta({ id: 'SyncStatus' });

export const syncStatus = callable({
  name: 'syncStatus',
  description: 'The state of the synchronisation, as `npm run sync-control` shows it.',
  cheap: true,
  input: z.strictObject({}),
  output,
  errors: [],
  idempotent: true,
  options: { maxInstances: 2 },
  audit: { subjects: () => [] },
  handle: ({ sql }) => readSyncStatus(firestore(firestoreDatabase.value()), sql),
});

export async function readSyncStatus(source: Firestore, sql: Sql): Promise<z.infer<typeof output>> {
  const { control: set, ...status } = await readStatus(source, sql);
  const byTable = Object.entries(set.collections).map(([table, mode]) => [table, toShare(mode)]);
  return {
    control: {
      appliedShare: toShare(set.mode),
      appliedShareByTable: Object.fromEntries(byTable) as Record<string, number>,
      pausedSince: set.pausedSince === null ? null : new Date(set.pausedSince).toISOString(),
    },
    ...status,
  };
}

function toShare(mode: Mode): number {
  if (typeof mode === 'number') return mode;
  return mode === 'on' ? 1 : 0;
}
