import type { FileType } from '../../platform/cloudinary/asset.ts';
import { DomainError } from '../../platform/errors.ts';
import type { TransactionSql } from '../../platform/postgres.ts';
import { campusConsumption, personalConsumption } from './consumption.ts';
import { planCredits, toCredits, uploadCost, type Credits } from './credits.ts';
import { creditsByDay, firstTimeWithin } from './firstTimeWithin.ts';

/** The share of the plan's credits at which uploads stop, so that what is there stays visible. */
export const STOP_SHARE = 0.95;

/**
 * How much of what is left one person's files may use: whatever a number of people upload, somebody who has uploaded
 * little is still served. Twenty who take all they can get half of the plan, a hundred get five sixths.
 */
const PERSONAL_SHARE = 1 / 20;

/** What remains of the plan for uploads, in credits, and what one person's files may use in all. */
export function uploadLimits(used: number, limit = planCredits()): { left: number; personal: number } {
  const left = Math.max(0, limit * STOP_SHARE - used);
  return { left, personal: left * PERSONAL_SHARE };
}

/**
 * Whether an upload fits the campus's plan and the person's share of it. Call it under the lock of reservations, which
 * are counted.
 *
 * @throws DomainError `over-quota`, which says when uploads work again
 */
export async function checkUploadBudget(
  tx: TransactionSql,
  { uid, fileType, sizeBytes, now }: { uid: string; fileType: FileType; sizeBytes: number; now: Date },
): Promise<void> {
  const { used: cost } = toCredits(uploadCost(fileType, sizeBytes));
  const [campus, own] = (
    await Promise.all([campusConsumption(tx, now), personalConsumption(tx, uid, now)])
  ).map(toCredits) as [Credits, Credits];
  const { left, personal } = uploadLimits(campus.used);
  if (cost > left) {
    const allowed = planCredits() * STOP_SHARE - cost;
    const time = firstTimeWithin(campus, await creditsByDay(tx, null, now), allowed, now);
    throw overBudget(time, {
      reason: 'Uploads are paused: the campus has used what it may of its plan for images and videos.',
      again: (date) => `They work again on ${date}.`,
      otherwise: 'They work again when an administrator has made room.',
    });
  }
  if (cost > personal) {
    throw overBudget(null, {
      reason: "This file is more than one person's share of what is left of the campus's plan.",
      otherwise: 'Upload a smaller one, or a picture in place of a video.',
    });
  }
  if (own.used + cost > personal) {
    const time = firstTimeWithin(own, await creditsByDay(tx, uid, now), personal - cost, now);
    throw overBudget(time, {
      reason: "Your files use your share of the campus's plan for images and videos.",
      again: (date) => `Uploads work again on ${date}, or when you delete files that you no longer need.`,
      otherwise: 'Delete files that you no longer need, then try again.',
    });
  }
}

/** What happened, and from when on uploads work again or, if that is not known, what to do. */
function overBudget(
  worksAgainAt: Date | null,
  { reason, again, otherwise }: { reason: string; again?: (date: string) => string; otherwise: string },
): DomainError {
  const outlook = worksAgainAt === null ? otherwise : (again?.(inWords(worksAgainAt)) ?? otherwise);
  return new DomainError('over-quota', `${reason} ${outlook}`, {
    worksAgainAt: worksAgainAt?.toISOString() ?? null,
  });
}

function inWords(time: Date): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return time.toLocaleDateString('en-GB', options);
}
