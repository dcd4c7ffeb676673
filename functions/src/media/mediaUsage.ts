import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, usedThisMonth } from './files/quota.ts';
import { planUsage, usageThisMonth, type PlanUsage, type Usage } from './files/usage.ts';

/** What the caller used this month, and may still use. */
interface OwnUsage extends Usage {
  limits: { uploads: number; bytes: number };
  /** What is left of both, with what is announced and has not come. */
  left: { uploads: number; bytes: number };
}

interface MediaUsage {
  own: OwnUsage;
  /** For administrators who ask for it. */
  everybody?: PlanUsage;
}

/** For everybody who is signed in: their own uploads this month (UTC); for administrators all against the plan. */
export const mediaUsage = callable({
  name: 'mediaUsage',
  allow: 'signed-in',
  input: z.strictObject({ everybody: z.boolean().default(false) }),
  async handle({ uid, caller, sql, now }, { everybody }): Promise<MediaUsage> {
    if (everybody && (await caller()).role !== 'admin') {
      throw new DomainError('not-allowed', 'this needs the role admin');
    }
    const usage = await usageThisMonth(sql, uid, now);
    const used = await usedThisMonth(sql, uid, now);
    return {
      own: {
        ...usage,
        limits: { uploads: MONTHLY_UPLOADS, bytes: MONTHLY_BYTES },
        left: {
          uploads: Math.max(0, MONTHLY_UPLOADS - used.uploads),
          bytes: Math.max(0, MONTHLY_BYTES - used.bytes),
        },
      },
      ...(everybody && { everybody: await planUsage(sql, now) }),
    };
  },
});
