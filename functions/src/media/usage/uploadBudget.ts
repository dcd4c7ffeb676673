import type { FileType } from '../../platform/cloudinary/asset.ts';
import { DomainError } from '../../platform/errors.ts';
import type { TransactionSql } from '../../platform/postgres.ts';
import { campusConsumption, personalConsumption } from './consumption.ts';
import { planCredits, toCredits, uploadCost } from './credits.ts';
import { creditsByDay, firstDayWithin } from './firstDayWithin.ts';

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
  const campus = toCredits(await campusConsumption(tx, now));
  const { left, personal } = uploadLimits(campus.used);
  if (cost > left) {
    const day = firstDayWithin(
      campus,
      await creditsByDay(tx, null, now),
      planCredits() * STOP_SHARE - cost,
      now,
    );
    throw new DomainError(
      'over-quota',
      `Uploads are paused: the campus has used what it may of its plan for images and videos. ${
        day === null
          ? 'They work again when an administrator has made room.'
          : `They work again on ${inWords(day)}.`
      }`,
      { worksAgainOn: day },
    );
  }
  const own = toCredits(await personalConsumption(tx, uid, now));
  if (own.used + cost <= personal) return;
  const day = firstDayWithin(own, await creditsByDay(tx, uid, now), personal - cost, now);
  throw new DomainError(
    'over-quota',
    `Your files use your share of the campus's plan for images and videos. ${
      day === null
        ? 'Delete files that you no longer need, then try again.'
        : `Uploads work again on ${inWords(day)}, or when you delete files that you no longer need.`
    }`,
    { worksAgainOn: day },
  );
}

function inWords(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
