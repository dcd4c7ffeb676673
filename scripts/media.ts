import type { Command } from 'commander';
import { stores } from '../functions/src/media/files/stores.ts';
import { unusedMedia, UNUSED_DAYS } from '../functions/src/media/files/unused.ts';
import { planUsage } from '../functions/src/media/files/usage.ts';
import { removeUnused } from '../functions/src/media/files/sweep.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { initializeProject, openDatabase } from './lib/target.ts';
import { verifyStores } from './media/verify.ts';

const program = command(
  'npm run media',
  'Uploaded images and videos: compares the stores, lists what nothing uses, shows who uploads.',
)
  .usage('-- [command] [options]')
  .option('--database-url <url>', 'the Postgres database; otherwise DATABASE_URL')
  .option('--project <id>', 'the Firebase project; otherwise GCLOUD_PROJECT or the one in .firebaserc')
  .addHelpText(
    'after',
    `
CLOUDINARY_URL and MEDIA_BACKUP_BUCKET have to be as the functions have them. It works as you:
"gcloud auth application-default login" once. "npm start" prints the settings for the system on this machine.`,
  );

program
  .command('verify')
  .description('compares Cloudinary and the backup with the record, and repairs what differs')
  .option('--dry-run', 'only compare')
  .option(
    '--remove-unknown',
    'also remove files that no row knows: check first that the database is the right one',
  )
  .action((options: { dryRun?: true; removeUnknown?: true }, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      await initializeProject(self);
      const media = stores();
      const bucket = await media.bucket();
      if (bucket === null)
        throw new Error('No backup: set MEDIA_BACKUP_BUCKET to the bucket with the copies.');
      const [row] = await sql<{ rows: number }[]>`select count(*)::integer as rows from media_files`;
      const bar = progress('Comparing', row?.rows ?? 0);
      const findings = await verifyStores(sql, media, bucket, {
        repair: !options.dryRun,
        removeUnknown: options.removeUnknown ?? false,
        onProgress: bar.update,
      });
      bar.stop();
      for (const { kind, name, done } of findings) console.log(`${kind.padEnd(22)} ${name}  ${done ?? ''}`);
      const left = findings.filter(({ done }) => done === undefined || done === 'nothing can be done');
      console.log(
        findings.length === 0
          ? 'Both stores have what the record says.'
          : `${String(findings.length)} differ, ${String(findings.length - left.length)} were repaired.`,
      );
      return left.length === 0 ? 0 : 1;
    }),
  );

program
  .command('unused')
  .description(`media that nothing has used for ${String(UNUSED_DAYS)} days`)
  .option('--limit <number>', 'at most so many', positive, 100)
  .option('--remove', 'remove them from Cloudinary, from the backup and from the record')
  .action((options: { limit: number; remove?: true }, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const unused = await unusedMedia(sql, new Date(), options.limit);
      for (const { id, user_id: owner, purpose, file_size_bytes: bytes, since } of unused) {
        console.log(
          `${id}  ${purpose.padEnd(13)} ${String(bytes).padStart(10)} bytes  ${since.toISOString()}  ${owner}`,
        );
      }
      if (!options.remove) return 0;
      await initializeProject(self);
      const { removed, failed } = await removeUnused(sql, stores(), new Date(), options.limit);
      console.log(`${String(removed)} removed, ${String(failed)} failed: the functions try those again.`);
      return failed === 0 ? 0 : 1;
    }),
  );

program
  .command('usage')
  .description("what was used this month of Cloudinary's free plan, and by whom")
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, self);
      const usage = await planUsage(sql, new Date());
      const { share, projectedShare, uploads, images, videos, bytes, transformations } = usage;
      console.table({ 'this month': { uploads, images, videos, bytes, transformations } });
      console.log(
        `${(share * 100).toFixed(1)} % of the plan is used, ${(projectedShare * 100).toFixed(1)} % will be by the end of the month.`,
      );
      const people = await sql<{ user_id: string; megabytes: number; files: number }[]>`
        select user_id, (sum(value) / 1e6)::float8 as megabytes, count(*)::integer as files
        from usage_metrics
        where metric_type = 'media_bandwidth' and operation <> 'backup'
          and timestamp >= date_trunc('month', now() at time zone 'utc') at time zone 'utc'
        group by user_id order by megabytes desc limit 20`;
      console.table(Object.fromEntries(people.map(({ user_id, ...used }) => [user_id, used])));
      return 0;
    }),
  );

await program.parseAsync();
