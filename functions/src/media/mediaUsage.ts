import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, monthlyQuotaUsed } from './usage/monthlyQuota.ts';
import { planUsage, usageThisMonth, type PlanUsage, type Usage } from './usage/planUsage.ts';

/** The caller's usage this month, and their quota. */
interface UserUsage extends Usage {
  limits: { uploads: number; bytes: number };
  /** What remains of the limits after finished and pending uploads. */
  remaining: { uploads: number; bytes: number };
}

interface MediaUsage {
  user: UserUsage;
  /** All users' usage against the plan; for administrators who ask for it. */
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
      },
      ...(includePlan && { plan: await planUsage(sql, now) }),
    };
  },
});
