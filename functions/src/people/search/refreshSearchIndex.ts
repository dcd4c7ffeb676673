import type { Embedder } from '../../platform/embedders/embedder.ts';
import type { Sql } from '../../platform/postgres.ts';
import { embedDocuments } from './embedDocuments.ts';
import { indexQueued } from './searchQueue.ts';

/** The work of one run, in people. */
export interface IndexingRun {
  /** People whose words were indexed. */
  people: number;
  /** People whose text was embedded. */
  embeddings: number;
}

/**
 * Brings the index up to date: indexes queued people until the queue is empty, then embeds every text that has no
 * embedding.
 *
 * @param until no batch starts after this, in milliseconds since 1970; the next run continues from there
 * @returns null if it stopped because another run holds the lock
 */
export async function refreshSearchIndex(
  sql: Sql,
  embedder: Embedder,
  { until = Infinity } = {},
): Promise<IndexingRun | null> {
  let people = 0;
  while (Date.now() < until) {
    const indexed = await indexQueued(sql);
    if (indexed === null) return null;
    if (indexed === 0) break;
    people += indexed;
  }
  return { people, embeddings: await embedDocuments(sql, embedder, until) };
}
