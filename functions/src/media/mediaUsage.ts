import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import type { Sql } from '../platform/postgres.ts';
import { DomainError } from '../platform/errors.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, monthlyQuotaUsed } from './usage/monthlyQuota.ts';
import { campusConsumption, personalConsumption } from './usage/consumption.ts';
import { toCredits } from './usage/credits.ts';
import { uploadLimits } from './usage/uploadBudget.ts';
import { planUsage, usageThisMonth, type PlanUsage, type Usage } from './usage/planUsage.ts';

/** The caller's usage this month, and their quota. */
interface UserUsage extends Usage {
  limits: { uploads: number; bytes: number };
  /** What remains of the limits after finished and pending uploads. */
  remaining: { uploads: number; bytes: number };
  /** What their files use of the campus's plan, in credits, and how much they may use at present. */
  credits: { used: number; limit: number };
}

interface MediaUsage {
  user: UserUsage;
  /** The campus's usage of the plan; for administrators who ask for it. */
  plan?: PlanUsage;
}

/** For signed-in users: their uploads this month (UTC). Administrators can also get the usage of all users. */
export const mediaUsage = callable({
  name: 'mediaUsage',
  cheap: true,
  input: z.strictObject({ includePlan: z.boolean().default(false) }),
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
      ...(includePlan && { plan: await planUsage(sql, now) }),
    };
  },
});

async function personalCredits(sql: Sql, uid: string, now: Date): Promise<UserUsage['credits']> {
  const { used } = toCredits(await personalConsumption(sql, uid, now));
  const campus = toCredits(await campusConsumption(sql, now));
  return { used, limit: uploadLimits(campus.used).personal };
}
