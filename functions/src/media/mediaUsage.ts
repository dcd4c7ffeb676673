import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import type { Sql } from '../platform/postgres.ts';
import { count } from '../platform/output.ts';
import { DomainError } from '../platform/errors.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, monthlyQuotaUsed } from './usage/monthlyQuota.ts';
import { campusConsumption, personalConsumption } from './usage/consumption.ts';
import { toCredits } from './usage/credits.ts';
import { uploadLimits } from './usage/uploadBudget.ts';
import { planUsage, planUsageSchema, usageFields, usageThisMonth } from './usage/planUsage.ts';

const uploads = z
  .strictObject({ uploads: count, bytes: count })
  .meta({ id: 'UploadQuota', description: 'Uploads of a month (UTC), and their bytes.' });

const user = z
  .strictObject({
    ...usageFields,
    limits: uploads,
    remaining: uploads.describe('What is left of `limits` after uploads that have arrived or are pending.'),
    credits: z.strictObject({ used: z.number().nonnegative(), limit: z.number().nonnegative() }).meta({
      id: 'PersonalCredits',
      description:
        'How many credits of the campus’s plan their files use, and how many they may use at present.',
    }),
  })
  .meta({ id: 'PersonalMediaUsage', description: 'What somebody has used this month (UTC).' });

const output = z
  .strictObject({
    user,
    plan: planUsageSchema.nullable().describe('The campus’s use of the plan; null unless asked for.'),
  })
  .meta({ id: 'MediaUsage' });

type MediaUsage = z.infer<typeof output>;

export const mediaUsage = callable({
  name: 'mediaUsage',
  description: 'What the caller has used this month (UTC), and their quota.',
  cheap: true,
  input: z.strictObject({
    includePlan: z
      .boolean()
      .default(false)
      .describe('Adds the campus’s use of Cloudinary’s plan; only administrators may ask for it.'),
  }),
  output,
  errors: [],
  idempotent: true,
  audit: { subjects: () => [], detail: ({ includePlan }) => ({ includePlan }) },
  async handle({ uid, reach, sql, now }, { includePlan }): Promise<MediaUsage> {
    if (includePlan && reach !== 'everyone') {
      throw new DomainError('not-allowed', 'Only administrators see the plan: leave out `includePlan`.');
    }
    const usage = await usageThisMonth(sql, uid, now);
    const used = await monthlyQuotaUsed(sql, uid, now);
    return {
      user: {
        ...usage,
        limits: { uploads: MONTHLY_UPLOADS, bytes: MONTHLY_BYTES },
        remaining: {
          uploads: Math.max(0, MONTHLY_UPLOADS - used.uploads),
          bytes: Math.max(0, MONTHLY_BYTES - used.bytes),
        },
        credits: await personalCredits(sql, uid, now),
      },
      plan: includePlan ? await planUsage(sql, now) : null,
    };
  },
});

async function personalCredits(sql: Sql, uid: string, now: Date): Promise<MediaUsage['user']['credits']> {
  const { used } = toCredits(await personalConsumption(sql, uid, now));
  const campus = toCredits(await campusConsumption(sql, now));
  return { used, limit: uploadLimits(campus.used).personal };
}
