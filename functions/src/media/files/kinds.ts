import type { Delivery, FileType } from '../../platform/cloudinary.ts';

/** What media are uploaded for: where they are kept, and who may see them. */
export const PURPOSES = {
  showcase_post: { folder: 'showcase', delivery: 'private' },
  profile: { folder: 'profiles', delivery: 'authenticated' },
  event: { folder: 'events', delivery: 'private' },
} as const satisfies Record<string, { folder: string; delivery: Delivery }>;

export type Purpose = keyof typeof PURPOSES;
export const PURPOSE_NAMES = Object.keys(PURPOSES) as [Purpose, ...Purpose[]];

/** A version of a file that Cloudinary makes of it. */
export interface Rendition {
  transformation: string;
  /** Another format than the one that is best for who asks. */
  extension?: string;
}

interface Kind {
  maxBytes: number;
  /** Cloudinary's name of the format of each content type that may be uploaded. */
  formats: Record<string, string>;
  /** What the app shows, all of them made when the file is uploaded. */
  renditions: Record<'full' | 'thumbnail', Rendition> & { medium?: Rendition; compressed?: Rendition };
}

const MB = 1_000_000;

/** Cloudinary's free plan takes images of 10 MB and videos of 100 MB; it refuses larger ones by itself. */
export const KINDS: Record<FileType, Kind> = {
  image: {
    maxBytes: 10 * MB,
    formats: {
      'image/jpeg': 'jpg',
      'image/png': 'png',
      'image/webp': 'webp',
      'image/gif': 'gif',
      'image/heic': 'heic',
    },
    renditions: {
      full: { transformation: 'w_1920,h_1080,c_limit,f_auto,q_auto' },
      thumbnail: { transformation: 'w_400,h_300,c_fill,f_auto,q_auto' },
      medium: { transformation: 'w_800,h_600,c_fill,f_auto,q_auto' },
    },
  },
  video: {
    maxBytes: 200 * MB,
    formats: {
      'video/mp4': 'mp4',
      'video/quicktime': 'mov',
      'video/webm': 'webm',
      'video/3gpp': '3gp',
    },
    renditions: {
      full: { transformation: 'w_1280,h_720,c_limit,q_auto', extension: 'mp4' },
      thumbnail: { transformation: 'w_320,h_240,c_fill,q_auto', extension: 'jpg' },
      compressed: { transformation: 'w_640,h_360,c_fill,q_auto', extension: 'mp4' },
    },
  },
};

/** The content type of a format, by Cloudinary's name. */
export function contentTypeOf(fileType: FileType, format: string): string {
  const named = Object.entries(KINDS[fileType].formats).find(([, name]) => name === format);
  return named?.[0] ?? 'application/octet-stream';
}

/** What Cloudinary is to make of a file as soon as it has it. */
export function eagerly(fileType: FileType): string {
  return Object.values<Rendition>(KINDS[fileType].renditions)
    .map(({ transformation, extension }) => [transformation, extension].filter(Boolean).join('/'))
    .join('|');
}

/** How many transformations an upload uses up. */
export function transformationsOf(fileType: FileType): number {
  return Object.keys(KINDS[fileType].renditions).length;
}
