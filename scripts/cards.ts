import type { Command } from 'commander';
import { limitConcurrency } from '../functions/src/platform/concurrency.ts';
import { addMended, mendCards, type MendedCards } from '../functions/src/cards/published/mendCards.ts';
import { users } from '../functions/src/sync/collections/users.ts';
import { DocumentReader } from '../functions/src/sync/pipeline/documentReader.ts';
import { Checkpoints, type Partition } from './backfill/checkpoints.ts';
import { partitionCollection } from './backfill/partitionCollection.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openTarget, withTarget } from './lib/target.ts';

/** People in a part: small enough for several to be worked on at a time, whatever the size of the campus. */
const PARTITION_SIZE = 1000;

/** The name under which the progress is stored beside that of backfills. */
const CARDS = { ...users, table: 'cards' };

const program = withTarget(
  command(
    'npm run cards',
    'Writes the cards that members read of people. New changes are followed by triggers; this is for people who were there before, and after a change of DEFAULT_VISIBILITY.',
  ),
).usage('-- publish [options]');

program
  .command('publish')
  .description(
    'write missing cards, correct stale ones, delete those of people who hide; safe while the app writes and safe to repeat. An interrupted run resumes where it stopped. Bills a read per person, position and card, three more and a write per card that changes',
  )
  .option('--concurrency <number>', 'parts worked on at the same time', positive, 4)
  .option('--restart', 'start from the beginning even if the last run was interrupted')
  .option('--json', 'print the result as one JSON object on the last line')
  .action((options: { concurrency: number; restart?: true; json?: true }, self: Command) =>
    run(async (cleanup) => {
      const { firestore, sql, source } = await openTarget(cleanup, self);
      await recordCommand(sql, 'cards publish');
      const reader = new DocumentReader(firestore);
      const checkpoints = new Checkpoints(sql, source);
      const { documents } = await reader.count(users, { after: null, upTo: null });
      const resumed = options.restart ? [] : await checkpoints.readUnfinished(CARDS);
      const partitions =
        resumed.length > 0
          ? resumed
          : await checkpoints.start(
              CARDS,
              await partitionCollection(reader, users, documents, PARTITION_SIZE),
            );
      const total: MendedCards = { people: 0, missing: 0, stale: 0, extra: 0 };
      let done = partitions.reduce((sum, partition) => sum + partition.documents, 0);
      const bar = progress('Publishing', Math.max(documents, done));
      bar.update(done);
      const limit = limitConcurrency(options.concurrency);
      await Promise.all(partitions.map((partition) => limit(() => publishPartition(partition))));
      bar.stop();
      const { people, missing, stale, extra } = total;
      if (options.json) console.log(JSON.stringify({ ...total, billedReads: reader.billedReads }));
      else
        console.log(
          `${String(people)} people: ${String(missing)} cards written, ${String(stale)} corrected, ${String(extra)} deleted.`,
        );
      return 0;

      async function publishPartition(partition: Partition): Promise<void> {
        if (partition.finished) return;
        const context = { firestore, sql: () => sql, now: new Date() };
        const rest = { ...partition.range, after: partition.afterPath ?? partition.range.after };
        for await (const page of mendCards(context, reader, rest)) {
          addMended(total, page);
          partition.documents += page.people;
          partition.afterPath = page.upTo ?? partition.afterPath;
          await checkpoints.save(partition);
          bar.update((done += page.people));
        }
        partition.finished = true;
        await checkpoints.save(partition);
      }
    }),
  );

await program.parseAsync();
