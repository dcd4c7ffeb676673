import type { FileType } from '../../platform/cloudinary/asset.ts';
import { FREE_PLAN_CREDITS, monthlyCredits } from '../../platform/config.ts';
import { transformationCount } from '../files/fileTypes.ts';

/** What uses Cloudinary's plan, over the last 30 days; storage as it is now. */
export interface Consumption {
  transformations: number;
  storedBytes: number;
  deliveredBytes: number;
}

/** What one credit buys: https://cloudinary.com/documentation/developer_onboarding_faq_credits. */
export const TRANSFORMATIONS_PER_CREDIT = 1000;
export const BYTES_PER_CREDIT = 1_000_000_000;

/** The credits of the account's plan. Without a parameter that makes sense, as in scripts, those of the free plan. */
export function planCredits(): number {
  const credits = monthlyCredits.value();
  return credits > 0 ? credits : FREE_PLAN_CREDITS;
}

/** A consumption in credits, in all and by what they were spent on. */
export interface Credits {
  used: number;
  transformations: number;
  storage: number;
  bandwidth: number;
}

export function toCredits({ transformations, storedBytes, deliveredBytes }: Consumption): Credits {
  const parts = {
    transformations: transformations / TRANSFORMATIONS_PER_CREDIT,
    storage: storedBytes / BYTES_PER_CREDIT,
    bandwidth: deliveredBytes / BYTES_PER_CREDIT,
  };
  return { used: parts.transformations + parts.storage + parts.bandwidth, ...parts };
}

/** What an upload uses at most. Viewers cost bandwidth later. */
export function uploadCost(fileType: FileType, sizeBytes: number): Consumption {
  return { transformations: transformationCount(fileType), storedBytes: sizeBytes, deliveredBytes: 0 };
}
