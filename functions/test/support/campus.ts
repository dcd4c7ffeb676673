import { Timestamp } from 'firebase-admin/firestore';
import { generateCampus, type CampusOptions } from '../../../scripts/campus/campus.ts';
import { nightJobs } from '../../../scripts/jobs/runNight.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import { runJob } from '../../src/platform/job.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from './changes.ts';

/** Writes a sample campus as the sync does. */
export async function writeCampus(sql: Sql, options: CampusOptions & { now: Date }): Promise<void> {
  const version = options.now.getTime() * 1000;
  await new Writer(sql, allCollections).apply(
    generateCampus(options).map(({ path, fields }, index) =>
      change(path, version + index, JSON.parse(JSON.stringify(fields)) as JsonObject),
    ),
  );
}

/** It compares with Cloudinary, and computes nothing that an answer is made of. */
const NEEDS_CLOUDINARY = 'cleanUpMedia';

/** Runs the jobs of the night that need only Postgres. The search index of a small campus is made by the first call. */
export async function runNight(sql: Sql, now: Date): Promise<void> {
  const heartbeat = { updateTime: Timestamp.fromDate(now), data: () => undefined };
  const firestore = { doc: () => ({ get: () => Promise.resolve(heartbeat) }) } as unknown as Firestore;
  for (const job of nightJobs().filter(
    ({ name, needsFirestore }) => !needsFirestore && name !== NEEDS_CLOUDINARY,
  ))
    await runJob(job, { sql, now, firestore: () => Promise.resolve(firestore) });
}
