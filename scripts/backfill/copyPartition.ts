import pRetry, { AbortError } from 'p-retry';
import { isTransient } from '../../functions/src/platform/databaseErrors.ts';
import type { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import type { Outcome } from '../../functions/src/sync/pipeline/outcomes.ts';
import { toIncomingChange, type IncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { toUpsertOrRefusal } from '../../functions/src/sync/pipeline/snapshotToChange.ts';
import type { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { Partition } from './checkpoints.ts';

/** Documents read and written at a time; one page per active partition is in memory. */
const PAGE_SIZE = 250;

/** Retries of a page before the run fails; the next run resumes there. */
const RETRIES = 6;

/**
 * Copies the rest of a partition page by page: reads documents after the checkpoint, applies them under the
 * version rule, and saves the new checkpoint. Yields the outcomes of each page.
 *
 * @param save is awaited after each page; an interrupted run repeats at most one page, which is harmless.
 */
export async function* copyPartition(
  reader: Pick<DocumentReader, 'streamPages'>,
  writer: Writer,
  partition: Partition,
  save: (partition: Partition) => Promise<void>,
): AsyncGenerator<Outcome[]> {
  if (partition.finished) return;
  const { collection, range } = partition;
  const rest = { ...range, after: partition.afterPath ?? range.after };
  for await (const snapshots of reader.streamPages(collection, rest, PAGE_SIZE)) {
    const changes = snapshots
      .filter(({ ref }) => collection.match(ref.path) !== null)
      .map((snapshot) => toIncomingChange(toUpsertOrRefusal(snapshot)));
    const outcomes = changes.length === 0 ? [] : await retryTransient(() => applyAll(writer, changes));
    partition.afterPath = snapshots.at(-1)?.ref.path ?? partition.afterPath;
    partition.documents += changes.length;
    await retryTransient(() => save(partition));
    yield outcomes;
  }
  partition.finished = true;
  await retryTransient(() => save(partition));
}

async function applyAll(writer: Writer, changes: IncomingChange[]): Promise<Outcome[]> {
  return (await writer.apply(changes)).map((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
}

/** Retries with exponential back-off for about a minute while Postgres is unreachable. */
function retryTransient<T>(attempt: () => Promise<T>): Promise<T> {
  return pRetry(
    async () => {
      try {
        return await attempt();
      } catch (error) {
        throw isTransient(error) || !(error instanceof Error) ? error : new AbortError(error);
      }
    },
    { retries: RETRIES, minTimeout: 1000, factor: 2 },
  );
}
