import type { Timings } from '../lib/timings.ts';
import type { System } from '../local/system.ts';
import { uploadPictures } from './pictures.ts';
import type { Student } from './askAsStudent.ts';
import { printSummary } from './summary.ts';
import { writeCampus } from './writeCampus.ts';

export interface Sample {
  /** Whether Postgres equals Firestore and every picture is there. */
  isComplete: boolean;
  pictureUrl: string | null;
  /** Somebody to try things as. */
  student: Student;
}

/**
 * Writes a sample campus to Firestore, uploads pictures for it, waits until everything has arrived in Postgres, and
 * compares the two.
 */
export async function loadSample(
  { firestore, sql, media }: System,
  timings: Timings,
  options: { students: number; seed: number },
): Promise<Sample> {
  const campus = await timings.step(
    'Writing a sample campus to Firestore, from where it flows to Postgres',
    () => writeCampus(firestore, sql, options),
  );
  const pictureUrl = await timings.step('Uploading pictures', () =>
    uploadPictures(firestore, sql, media.secrets.CLOUDINARY_URL, campus.illustrations),
  );
  const isEqual = await timings.step('Comparing Postgres with Firestore', () =>
    printSummary(firestore, sql, campus),
  );
  return { isComplete: isEqual && pictureUrl !== null, pictureUrl, student: campus.student };
}
