import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import { accounts } from '../../functions/src/platform/identity/account.ts';
import type { Random } from '../campus/random.ts';
import { uploadPictures } from './canaryActs.ts';
import { write, type ErasureCampus } from './campus.ts';
import { exportArchive, missingIn } from './exportArchive.ts';
import { CANARY, canaryPeople } from './canaryPeople.ts';
import type { ErasureDrivers } from './driveErasure.ts';
import { backfill } from './eraseUnderFaults.ts';
import type { ErasureSystem } from './erasureSystem.ts';
import { HEAVY, heavyDocuments } from './heavyUser.ts';

/** Missing things that are printed. */
const SHOWN = 20;

/** How long the export of a heavy user and the first look of their erasure take, in seconds, without faults. */
export async function measureHeavyUser(
  system: ErasureSystem,
  campus: ErasureCampus,
  drivers: ErasureDrivers,
  random: Random,
): Promise<{ seconds: number; exportSeconds: number; missing: number }> {
  const { sql, firestore, media } = system;
  const [person] = canaryPeople(1, random);
  if (person === undefined) throw new Error('there is nobody');
  const { uid, email, name } = person;
  const now = new Date();
  // Uploads are measured, not refused.
  process.env['MEDIA_MONTHLY_CREDITS'] = '100000';
  await accounts().createUser({ uid, email, displayName: name, emailVerified: true });
  const documents = heavyDocuments(person, campus.cast, now);
  // Listeners to so many documents would take most of the time.
  campus.triggers.stop();
  await write(firestore, documents);
  await backfill(system);
  await uploadPictures(sql, media, uid, HEAVY.files);
  const exporting = performance.now();
  const object = await exportArchive(system, uid);
  const exportSeconds = (performance.now() - exporting) / 1000;
  const written = JSON.stringify([...documents.values()]).matchAll(CANARY);
  const missing = await missingIn(system, object, [...new Set([...written].map(([text]) => text))]);
  const started = performance.now();
  await startErasure({ sql, firestore }, { uid, requestedBy: 'person', now, graceDays: 0 });
  await drivers.drive(uid, now);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `A heavy user (${JSON.stringify(HEAVY)}) was exported in ${exportSeconds.toFixed(1)} s, lacking ${String(missing.length)} things, and erased in ${seconds.toFixed(1)} s.`,
  );
  for (const thing of missing.slice(0, SHOWN)) console.log(`  missing: ${thing}`);
  return { seconds, exportSeconds, missing: missing.length };
}
