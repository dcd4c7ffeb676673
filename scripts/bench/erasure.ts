import { STEPS } from '../../functions/src/accounts/erasure/steps.ts';
import { findCanaries, ofPeople } from '../erasure/findCanaries.ts';
import type { Finding } from '../accounts/search/searchStores.ts';
import { Random } from '../campus/random.ts';
import { plantCampus, type ErasureCampus } from '../erasure/campus.ts';
import { expireKeys } from '../erasure/expireKeys.ts';
import { eraseUnderFaults, type ErasureRun } from '../erasure/eraseUnderFaults.ts';
import { startErasureSystem, type ErasureSystem } from '../erasure/erasureSystem.ts';
import { callWithOldTokens, deliverLate } from '../erasure/lateDeliveries.ts';
import { countLastingRows, damagedDocuments } from '../erasure/lostOfOthers.ts';
import { LOOK_HOURS, lookAt } from '../erasure/looks.ts';
import { measureHeavyUser } from '../erasure/measureHeavyUser.ts';
import { rewriteDatabase } from '../erasure/rewriteDatabase.ts';
import { needlesOf, searchForPeople } from '../erasure/searchForPeople.ts';
import { copyDatabase, searchRestored } from '../erasure/restoredDatabase.ts';
import { searchFiles } from '../erasure/searchFiles.ts';
import type { Cleanup } from '../lib/command.ts';

/** The same people and faults in every run. */
const SEED = 20_261_130;

const PEOPLE = { leaving: 10, staying: 10 };

/** Findings that are printed. */
const SHOWN = 40;

/**
 * Erases half of a campus whose every text is unique, while apps write, operators repair, the faults of `npm run chaos`
 * strike, and what erases is killed in every step. Then delivers everything once more, and searches every store for
 * traces of those who left, and for losses of those who stayed.
 */
export async function measure(cleanup: Cleanup): Promise<Record<string, number>> {
  const random = new Random(SEED);
  const system = await startErasureSystem(cleanup, random);
  const campus = await plantCampus(cleanup, system, PEOPLE, random);
  for (const [name, error] of campus.refused) console.log(`  ${name} was refused: ${error}`);
  const before = await inventoryOf(system, campus);
  const backup = await copyDatabase(process.env['DATABASE_URL'] ?? '');
  const now = new Date();
  const run = await eraseUnderFaults(system, campus, { now, random });
  const spared = STEPS.map(({ name }) => name).filter((name) => !run.drivers.kills.get(name));
  if (spared.length > 0) throw new Error(`nothing was killed in ${spared.join(', ')}`);
  await campus.settled();
  await callWithOldTokens(system, campus);
  for (const hours of LOOK_HOURS.slice(1)) {
    await campus.settled();
    await run.drivers.driveAll(campus.cast.leaving, lookAt(now, hours));
    await system.night();
    await expireKeys(system.redis, hours * 3600);
  }
  await deliverLate(system, campus);
  await rewriteDatabase(system.sql);
  const left = [
    ...(await searchRestored(cleanup, system, campus, { url: backup, random })),
    ...(await searchFor(system, campus)),
  ];
  const lost = await lossesSince(system, campus, before);
  print(run, left, lost);
  const heavy = await measureHeavyUser(system, campus, run.drivers, random);
  return {
    seconds_heavy_user: heavy.seconds,
    'export.seconds_heavy_user': heavy.exportSeconds,
    'export.missing': heavy.missing,
    canaries_left: left.length,
    others_lost: lost.length,
    killed_steps: [...run.drivers.kills.values()].reduce((sum, count) => sum + count, 0),
  };
}

interface Inventory {
  canaries: string[];
  rows: Map<string, number>;
}

/** What those who stay have. */
async function inventoryOf({ stores, sql }: ErasureSystem, { cast }: ErasureCampus): Promise<Inventory> {
  return {
    canaries: ofPeople(await findCanaries(stores), cast.staying),
    rows: await countLastingRows(sql, cast),
  };
}

/** Where something is left of those who left. */
async function searchFor({ stores, sql }: ErasureSystem, { cast, files }: ErasureCampus): Promise<Finding[]> {
  const findings = await searchForPeople(stores, cast.leaving, files);
  for (const place of await searchFiles(sql, needlesOf(cast.leaving, files))) {
    findings.push({ store: 'Postgres', place, column: 'file on disk', kind: 'text', count: 1 });
  }
  return findings;
}

/** What those who stay do not have any more. */
async function lossesSince(
  system: ErasureSystem,
  campus: ErasureCampus,
  { canaries, rows }: Inventory,
): Promise<string[]> {
  const after = await inventoryOf(system, campus);
  const remaining = new Set(after.canaries);
  return [
    ...canaries.filter((canary) => !remaining.has(canary)),
    ...[...rows]
      .filter(([table, count]) => (after.rows.get(table) ?? 0) < count)
      .map(([table]) => `rows of ${table}`),
    ...(await damagedDocuments(system.firestore, campus.cast, campus.documents)),
  ];
}

function print({ drivers, live, faults, repairs }: ErasureRun, left: Finding[], lost: string[]): void {
  console.table(
    Object.fromEntries([...drivers.kills].map(([step, kills]) => [step, { 'killed in it': kills }])),
  );
  const struck = faults.filter(({ struckAt }) => struckAt !== null).length;
  console.log(
    `${String(struck)} of ${String(faults.length)} faults, ${String(live.writes)} live writes, ${String(repairs)} backfills and repairs meanwhile.`,
  );
  for (const [error, times] of drivers.errors) console.log(`  ${String(times)} × ${error}`);
  console.log(
    `${String(left.length)} places with something of those who left; ${String(lost.length)} losses of others.`,
  );
  if (left.length > 0) console.table(left.slice(0, SHOWN));
  for (const loss of lost.slice(0, SHOWN)) console.log(`  lost: ${loss}`);
}
