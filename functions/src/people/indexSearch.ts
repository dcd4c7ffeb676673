import { logger } from '../platform/logger.ts';
import { embedder } from '../platform/embedder.ts';
import { job } from '../platform/job.ts';
import { refreshSearchIndex } from './search/refreshSearchIndex.ts';

/** Longest run; the next one continues where it stopped. */
const MAX_RUN_MS = 25 * 60 * 1000;

/**
 * Brings the search index up to date. Takes about 1 ms per changed person, and 5 to 75 ms, depending on its length, per
 * changed text. When 100,000 people are indexed for the first time, all are found by words after about two minutes and
 * by meaning after up to two hours.
 */
export const indexSearch = job({
  name: 'indexSearch',
  does: 'updates the search index',
  schedule: '*/5 * * * *',
  deadlineHours: 2,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  async run({ sql }) {
    const indexed = await refreshSearchIndex(sql, await embedder(), { until: Date.now() + MAX_RUN_MS });
    if (indexed === null) return null;
    const rows = indexed.people + indexed.embeddings;
    if (rows > 0) logger.info('search indexed', { ...indexed });
    return rows;
  },
});
