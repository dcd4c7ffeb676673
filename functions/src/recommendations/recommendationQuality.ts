import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { DAY_MS } from '../learning/calendar.ts';
import { readQuality, type Quality } from './feedback/readQuality.ts';

const input = z.strictObject({
  /** The period, up to now. */
  days: z.int().min(1).max(365).default(30),
});

/**
 * For administrators, since groups may be of one person: how much of what was recommended was opened, accepted and
 * dismissed, for each type, reason and version of a model.
 */
export const recommendationQuality = callable({
  name: 'recommendationQuality',
  input,
  cheap: true,
  audit: { subjects: () => [], detail: ({ days }) => ({ days }) },
  async handle({ sql, now }, { days }): Promise<{ groups: Quality[] }> {
    return { groups: await readQuality(sql, new Date(now.getTime() - days * DAY_MS)) };
  },
});
