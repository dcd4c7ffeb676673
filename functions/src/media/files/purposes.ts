import type { Delivery } from '../../platform/cloudinary/asset.ts';

/** What a file is uploaded for; this decides its Cloudinary folder and its delivery type. */
export const PURPOSES = {
  showcase_post: { folder: 'showcase', delivery: 'private' },
  profile: { folder: 'profiles', delivery: 'authenticated' },
  event: { folder: 'events', delivery: 'private' },
} as const satisfies Record<string, { folder: string; delivery: Delivery }>;

export type Purpose = keyof typeof PURPOSES;
export const PURPOSE_NAMES = Object.keys(PURPOSES) as [Purpose, ...Purpose[]];
