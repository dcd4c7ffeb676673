import type { Command } from 'commander';
import { mediaStores } from '../functions/src/media/files/mediaStores.ts';
import {
  findUnusedMedia,
  removeUnusedMedia,
  UNUSED_DAYS,
} from '../functions/src/media/maintenance/unusedMedia.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { initializeProject, openDatabase } from './lib/target.ts';
import { checkDelivery } from './media/checkDelivery.ts';
import { showUsage } from './media/showUsage.ts';
import { verifyStores } from './media/verifyStores.ts';

const program = command(
  'npm run media',
  'Manages uploaded images and videos: checks both stores and what is delivered, lists unused files, shows usage of the Cloudinary plan.',
)
  .usage('-- [command] [options]')
  .option('--database-url <url>', 'the Postgres database (default: DATABASE_URL)')
  .option('--project <id>', 'the Firebase project (default: GCLOUD_PROJECT, then .firebaserc)')
  .addHelpText(
    'after',
    `
Set CLOUDINARY_URL and MEDIA_BACKUP_BUCKET to the values that the functions use. The command runs with your own
credentials: run "gcloud auth application-default login" once. For the local system, "npm start" prints the settings.`,
  );

program
  .command('verify')
  .description('compare Cloudinary and the backup bucket with the database, and repair differences')
  .option('--dry-run', 'compare only')
  .option(
    '--remove-unknown',
    'also delete files that the database does not know; make sure that it is the right database',
  )
  .action((options: { dryRun?: true; removeUnknown?: true }, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      await initializeProject(self);
      const stores = mediaStores();
      const bucket = await stores.bucket();
      if (bucket === null) {
        throw new Error('There is no backup bucket to check: set MEDIA_BACKUP_BUCKET.');
      }
      if (!options.dryRun)
        await recordCommand(sql, 'media verify', { removeUnknown: options.removeUnknown ?? false });
      const [row] = await sql<{ rows: number }[]>`select count(*)::integer as rows from media_files`;
      const bar = progress('Comparing', row?.rows ?? 0);
      const findings = await verifyStores(sql, stores, bucket, {
        repair: !options.dryRun,
        removeUnknown: options.removeUnknown ?? false,
        onProgress: bar.update,
      });
      bar.stop();
      for (const { kind, publicId, action } of findings) {
        console.log(`${kind.padEnd(24)} ${publicId}  ${action ?? ''}`);
      }
      const unresolved = findings.filter(
        ({ action }) => action === undefined || action === 'cannot be repaired',
      );
      console.log(
        findings.length === 0
          ? 'Both stores match the database.'
          : `${String(findings.length)} differences, ${String(findings.length - unresolved.length)} resolved.`,
      );
      return unresolved.length === 0 ? 0 : 1;
    }),
  );

program
  .command('check')
  .description('ask the account for what strangers could: it must deliver nothing but our own renditions')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const { cloudinary } = mediaStores();
      const { files, attempts, findings } = await checkDelivery(sql, cloudinary, (total) =>
        progress('Asking', total),
      );
      for (const { what, url, problem } of findings) console.log(`${what} ${problem}\n  ${url}`);
      console.log(
        findings.length === 0
          ? `None of ${String(attempts)} URLs about ${String(files)} files delivered anything but our own renditions, without metadata.`
          : `${String(findings.length)} findings. docs/deploying.md says what to set in the account.`,
      );
      return findings.length === 0 ? 0 : 1;
    }),
  );

program
  .command('unused')
  .description(`list files that no document has referenced for ${String(UNUSED_DAYS)} days`)
  .option('--limit <number>', 'maximum number of files', positive, 100)
  .option('--remove', 'delete them from Cloudinary, the backup bucket and the database')
  .action((options: { limit: number; remove?: true }, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const files = await findUnusedMedia(sql, new Date(), options.limit);
      const people = files.map(({ user_id: owner }) => owner);
      await recordCommand(sql, 'media unused', { people, remove: options.remove ?? false });
      for (const {
        id,
        user_id: owner,
        purpose,
        file_size_bytes: bytes,
        unused_since: unusedSince,
      } of files) {
        console.log(
          `${id}  ${purpose.padEnd(13)} ${String(bytes).padStart(10)} bytes  ${unusedSince.toISOString()}  ${owner}`,
        );
      }
      if (!options.remove) return 0;
      await initializeProject(self);
      const { removed, failed } = await removeUnusedMedia(sql, mediaStores(), new Date(), options.limit);
      console.log(
        `${String(removed)} removed, ${String(failed)} failed; recoverMedia retries the failed ones.`,
      );
      return failed === 0 ? 0 : 1;
    }),
  );

program
  .command('usage')
  .description('show what is used of the Cloudinary plan, with the largest uploaders of 30 days')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      await showUsage(openDatabase(cleanup, self), new Date());
      return 0;
    }),
  );

await program.parseAsync();
