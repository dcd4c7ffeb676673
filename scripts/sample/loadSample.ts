import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { awaitConvergence } from './convergence.ts';
import { uploadPictures } from './pictures.ts';
import { printSummary } from './summary.ts';
import { writeCampus } from './writeCampus.ts';

/**
 * Writes a sample campus to Firestore, uploads pictures for it, waits until everything has arrived in Postgres, and
 * prints a summary.
 */
export async function loadSample(
  firestore: Firestore,
  sql: Sql,
  cloudinaryUrl: string,
  students: number,
): Promise<{ isComplete: boolean; pictureUrl: string | null }> {
  const campus = await writeCampus(firestore, { students });
  await awaitConvergence(sql, campus);
  const pictureUrl = await uploadPictures(firestore, sql, cloudinaryUrl, campus.illustrated);
  const isEqual = await printSummary(firestore, sql, campus);
  return { isComplete: isEqual && pictureUrl !== null, pictureUrl };
}
