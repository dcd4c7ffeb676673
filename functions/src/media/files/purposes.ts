import { z } from 'zod';

/** What a file is uploaded for, with its folder in Cloudinary. */
export const FOLDERS = {
  showcase_post: 'showcase',
  profile: 'profiles',
  event: 'events',
} as const;

export type Purpose = keyof typeof FOLDERS;

export const PURPOSE_NAMES = Object.keys(FOLDERS) as [Purpose, ...Purpose[]];

export const purposeInput = z
  .enum(PURPOSE_NAMES)
  .meta({ id: 'MediaPurpose', description: 'What a file is uploaded for, which decides who sees it.' });

export const sourceInput = z.enum(['mobile', 'web']).meta({ id: 'UploadSource' });
