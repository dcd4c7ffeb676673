import { exportLedger, parseLedger } from '../../functions/src/accounts/erasure/ledgerFile.ts';
import { replayLedger } from '../../functions/src/accounts/erasure/replayLedger.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Finding } from '../accounts/search/searchStores.ts';
import type { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import type { ErasureCampus } from './campus.ts';
import { ErasureDrivers } from './driveErasure.ts';
import type { ErasureSystem } from './erasureSystem.ts';
import { backfill } from './eraseUnderFaults.ts';
import { LOOK_HOURS, lookAt } from './looks.ts';
import { rewriteDatabase } from './rewriteDatabase.ts';
import { searchForPeople } from './searchForPeople.ts';

/** Attempts at copying a database that others are connected to. */
const ATTEMPTS = 20;

const NAME = 'restored';

/** Copies the database as it is now, as a backup would be restored. Returns the connection string of the copy. */
export async function copyDatabase(url: string): Promise<string> {
  const admin = connect(at(url, 'template1'), { max: 1 });
  try {
    for (let attempt = 1; ; attempt += 1) {
      await admin`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${new URL(url).pathname.slice(1)}`;
      try {
        await admin`create database ${admin(NAME)} template ${admin(new URL(url).pathname.slice(1))}`;
        return at(url, NAME);
      } catch (error) {
        // Somebody has connected again.
        if ((error as { code?: string }).code !== '55006' || attempt === ATTEMPTS) throw error;
      }
    }
  } finally {
    await admin.end();
  }
}

function at(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

/**
 * Replays the ledger onto a database from before the erasures, lets the workflow erase again whom it brought back, and
 * backfills. Returns where in it something is left of them.
 */
export async function searchRestored(
  cleanup: Cleanup,
  system: ErasureSystem,
  { cast, files }: ErasureCampus,
  { url, random }: { url: string; random: Random },
): Promise<Finding[]> {
  const sql: Sql = connect(url);
  cleanup(() => sql.end());
  const now = new Date();
  const entries = parseLedger(await exportLedger(system.sql));
  await replayLedger(sql, entries, { sources: [], now });
  const restored = { ...system, environment: { ...system.environment, DATABASE_URL: url } };
  const drivers = new ErasureDrivers(system.processes, restored.environment, random);
  for (const hours of LOOK_HOURS) await drivers.driveAll(cast.leaving, lookAt(now, hours));
  await backfill(restored);
  await rewriteDatabase(sql);
  const findings = await searchForPeople({ ...system.stores, sql }, cast.leaving, files);
  return findings.map((finding) => ({ ...finding, place: `${NAME}: ${finding.place}` }));
}
