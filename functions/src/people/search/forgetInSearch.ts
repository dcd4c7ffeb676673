import { waitForLock } from '../../platform/locks.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import type { Sql } from '../../platform/postgres.ts';
import { replaceDocuments } from './replaceDocuments.ts';
import { indexQueued } from './searchQueue.ts';

/** More people than these are waiting only during a backfill, and are indexed soon. */
const MAX_BATCHES = 10;

/** Takes somebody out of the search index; {@link forgetUnusedWords} removes the words that nobody else has. */
export async function forgetInSearch(sql: Sql, uid: string): Promise<void> {
  await longTransaction(sql, async (tx) => {
    await waitForLock(tx, 'searchIndex');
    await tx`delete from search_queue where user_id = ${uid}`;
    const indexed = await tx`select from search_documents where user_id = ${uid}`;
    if (indexed.length > 0) await replaceDocuments(tx, [uid], new Map());
  });
}

/**
 * Indexes those whose text has changed, and removes the words that nobody has any more.
 *
 * @returns how many words
 */
export async function forgetUnusedWords(sql: Sql): Promise<number> {
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    if (!((await indexQueued(sql)) ?? 0)) break;
  }
  return longTransaction(sql, async (tx) => {
    await waitForLock(tx, 'searchIndex');
    const { count } = await tx`delete from search_words where people <= 0`;
    return count;
  });
}
