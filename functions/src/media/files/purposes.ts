/** What a file is uploaded for, with its folder in Cloudinary. */
export const FOLDERS = {
  showcase_post: 'showcase',
  profile: 'profiles',
  event: 'events',
} as const;

export type Purpose = keyof typeof FOLDERS;
export const PURPOSE_NAMES = Object.keys(FOLDERS) as [Purpose, ...Purpose[]];
