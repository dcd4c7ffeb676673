import { logger } from '../platform/logger.ts';
import { embedder } from '../platform/embedder.ts';
import { job } from '../platform/job.ts';
import { indexEverybody } from './search/indexer.ts';

/** How long a run takes at most: the next one goes on where it ended. */
const RUN_MS = 25 * 60 * 1000;

/**
 * Every five minutes: brings the index that people are searched in up to date. Takes about 1 ms for each person
 * who has changed, and 5 to 75 ms, by its length, for each whose text has: 100,000 for the first time are found
 * by words after two minutes or so, and by meaning after up to two hours.
 */
export const indexSearch = job({
  name: 'indexSearch',
  does: 'brings the index that people are searched in up to date',
  schedule: 'every 5 minutes',
  deadlineHours: 2,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  async run({ sql }) {
    const indexed = await indexEverybody(sql, await embedder(), { until: Date.now() + RUN_MS });
    if (indexed === null) return null;
    const rows = indexed.people + indexed.meanings;
    if (rows > 0) logger.info('search indexed', { ...indexed });
    return rows;
  },
});
