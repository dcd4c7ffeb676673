import { act } from './canaryActs.ts';
import type { ErasureCampus } from './campus.ts';
import { backfill, repairSync } from './eraseUnderFaults.ts';
import type { ErasureSystem } from './erasureSystem.ts';

/** Calls of people who are being erased, with tokens that they still have. Their errors are what is hoped for. */
export async function callWithOldTokens(
  { sql, redis }: ErasureSystem,
  { cast, files }: ErasureCampus,
): Promise<void> {
  await act({ sql, redis }, { leaving: cast.leaving, staying: [] }, files);
}

/**
 * Everything that could bring somebody back after the end: events of their documents that are delivered again, a replay
 * of dead letters, a backfill and a repair.
 *
 * @throws Error if Postgres differs from Firestore in the end
 */
export async function deliverLate(system: ErasureSystem, campus: ErasureCampus): Promise<void> {
  await system.pipeline.publish([...campus.triggers.messages]);
  await campus.settled();
  await system.processes.run('dead-letters', ['replay', '--all'], system.environment);
  for (const repair of [backfill, repairSync]) {
    const code = await repair(system);
    if (code !== 0) throw new Error(`${repair.name} ended with exit code ${String(code)}`);
  }
}
