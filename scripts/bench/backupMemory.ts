/** Backs up a small and a large file in a separate process and reports its memory growth to the parent. */
import { once } from 'node:events';
import { initialize } from '../../functions/src/platform/app.ts';
import { backUpFile, type BackupOutcome } from '../../functions/src/media/backup/backUpFile.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import { connect } from '../../functions/src/platform/postgres.ts';
import { backups } from '../../functions/src/platform/storage.ts';
import { PROJECT } from '../local/project.ts';

export interface MemoryTask {
  databaseUrl: string;
  cloudinaryUrl: string;
  /** Backed up first, so that all code is loaded. */
  small: string;
  large: string;
}

export interface MemoryReport {
  outcome: BackupOutcome;
  /** Peak resident memory above the level before the large file. */
  megabytes: number;
}

const SAMPLE_MS = 10;

const [task] = (await once(process, 'message')) as [MemoryTask];
initialize(PROJECT);
const sql = connect(task.databaseUrl, { max: 2 });
const stores = {
  cloudinary: new Cloudinary(task.cloudinaryUrl),
  bucket: backups,
  requestBackup: () => Promise.resolve(),
  requestCard: () => Promise.resolve(),
  invalidate: () => Promise.resolve(),
};
await backUpFile(sql, stores, task.small);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, SAMPLE_MS);
const outcome = await backUpFile(sql, stores, task.large);
clearInterval(sampling);
await sql.end();
process.send?.({ outcome, megabytes: (peak - before) / 1e6 } satisfies MemoryReport, () => process.exit(0));
