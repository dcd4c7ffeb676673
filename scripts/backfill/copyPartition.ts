import pRetry, { AbortError } from 'p-retry';
import { isTransient } from '../../functions/src/platform/postgres.ts';
import type { Outcome } from '../../functions/src/sync/pipeline/outcomes.ts';
import type { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import { toIncomingChange, type IncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { toUpsertOrRefusal } from '../../functions/src/sync/pipeline/snapshotToChange.ts';
import type { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { Partition } from './checkpoints.ts';

/** Documents read and written at a time: in memory are as many for each partition at work. */
const PAGE = 250;

/** Attempts at a page before the run ends; it goes on from there when it is started again. */
const RETRIES = 6;

/**
 * Copies a partition page by page, from where it stands: reads documents behind a cursor, applies them
 * under the version rule, and then says how far it has come. Yields what became of each page.
 *
 * @param save is awaited after each page; a run that is killed repeats one page, which does no harm.
 */
export async function* copy(
  reader: Pick<DocumentReader, 'streamPages'>,
  writer: Writer,
  partition: Partition,
  save: (partition: Partition) => Promise<void>,
): AsyncGenerator<Outcome[]> {
  if (partition.finished) return;
  const { collection, range } = partition;
  const rest = { ...range, after: partition.afterPath ?? range.after };
  for await (const snapshots of reader.streamPages(collection, rest, PAGE)) {
    const changes = snapshots
      .filter(({ ref }) => collection.match(ref.path) !== null)
      .map((snapshot) => toIncomingChange(toUpsertOrRefusal(snapshot)));
    const outcomes = changes.length === 0 ? [] : await patiently(() => applied(writer, changes));
    partition.afterPath = snapshots.at(-1)?.ref.path ?? partition.afterPath;
    partition.documents += changes.length;
    await patiently(() => save(partition));
    yield outcomes;
  }
  partition.finished = true;
  await patiently(() => save(partition));
}

async function applied(writer: Writer, changes: IncomingChange[]): Promise<Outcome[]> {
  return (await writer.apply(changes)).map((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
}

/** Tries again, less and less often, for about a minute, when Postgres cannot be reached. */
function patiently<T>(attempt: () => Promise<T>): Promise<T> {
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
