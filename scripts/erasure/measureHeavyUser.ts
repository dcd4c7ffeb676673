import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import { accounts } from '../../functions/src/platform/identity/account.ts';
import type { Random } from '../campus/random.ts';
import { uploadPictures } from './canaryActs.ts';
import { write, type ErasureCampus } from './campus.ts';
import { canaryPeople } from './canaryPeople.ts';
import type { ErasureDrivers } from './driveErasure.ts';
import type { ErasureSystem } from './erasureSystem.ts';
import { HEAVY, heavyDocuments } from './heavyUser.ts';

/** How long the first look at a heavy user takes, in seconds, without faults. */
export async function measureHeavyUser(
  system: ErasureSystem,
  campus: ErasureCampus,
  drivers: ErasureDrivers,
  random: Random,
): Promise<{ seconds: number }> {
  const { sql, firestore, media } = system;
  const [person] = canaryPeople(1, random);
  if (person === undefined) throw new Error('there is nobody');
  const { uid, email, name } = person;
  const now = new Date();
  // Uploads are measured, not refused.
  process.env['MEDIA_MONTHLY_CREDITS'] = '100000';
  await accounts().createUser({ uid, email, displayName: name, emailVerified: true });
  await write(firestore, heavyDocuments(person, campus.cast, now));
  await campus.settled();
  await uploadPictures(sql, media, uid, HEAVY.files);
  await campus.settled();
  const started = performance.now();
  await startErasure({ sql, firestore }, { uid, requestedBy: 'person', now, graceDays: 0 });
  await drivers.drive(uid, now);
  const seconds = (performance.now() - started) / 1000;
  console.log(`A heavy user (${JSON.stringify(HEAVY)}) was erased in ${seconds.toFixed(1)} s.`);
  return { seconds };
}
