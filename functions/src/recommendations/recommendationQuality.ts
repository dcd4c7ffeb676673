import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { DAY_MS } from '../learning/calendar.ts';
import { quality, readQuality } from './feedback/readQuality.ts';

const input = z.strictObject({
  days: z.int().min(1).max(365).default(30).describe('The period, in days up to now.'),
});

const output = z
  .strictObject({
    groups: z.array(quality).describe('One for each type, kind of reason and version of the model.'),
  })
  .meta({ id: 'RecommendationQuality' });

/**
 * For administrators, since groups may be of one person: how much of what was recommended was opened, accepted and
 * dismissed, for each type, reason and version of a model.
 */
export const recommendationQuality = callable({
  name: 'recommendationQuality',
  description: 'How much of what was recommended was opened, accepted and dismissed.',
  input,
  output,
  errors: [],
  idempotent: true,
  cheap: true,
  audit: { subjects: () => [], detail: ({ days }) => ({ days }) },
  async handle({ sql, now }, { days }) {
    return { groups: await readQuality(sql, new Date(now.getTime() - days * DAY_MS)) };
  },
});
