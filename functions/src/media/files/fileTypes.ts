import type { FileType } from '../../platform/cloudinary/asset.ts';

/**
 * A version of a file that viewers get, made by Cloudinary. Those of images have none of the metadata of the original
 * unless a flag asks for it: https://cloudinary.com/documentation/transformation_reference#fl_keep_iptc. Of videos the
 * documentation says nothing. `npm run media -- check` looks into both.
 */
export interface Rendition {
  transformation: string;
  /** Forces a format; otherwise Cloudinary picks the best one for the client. */
  extension?: string;
  /** The box it fills, in pixels, or fits into. */
  width: number;
  height: number;
  fit: 'crop' | 'limit';
  /** Transformations that Cloudinary counts for each second of it; without it, it counts one. */
  countPerSecond?: number;
}

export type RenditionName = 'thumbnail' | 'medium' | 'compressed' | 'full';

interface FileTypeRules {
  maxBytes: number;
  /** Accepted content types, with Cloudinary's name for each format. */
  formats: Record<string, string>;
  /** All that is ever delivered, the smallest first; generated at upload. */
  renditions: Record<'thumbnail' | 'full', Rendition> & { medium?: Rendition; compressed?: Rendition };
}

const MB = 1_000_000;

/** Longer videos are refused: Cloudinary counts transformations by the second. */
export const MAX_VIDEO_SECONDS = 60;

/** Renditions end here even while a longer upload is still being refused. */
const CUT = `du_${String(MAX_VIDEO_SECONDS)}`;

/** Transformations for each second of a video: https://cloudinary.com/documentation/transformation_counts. */
const SD_PER_SECOND = 2;
const HD_PER_SECOND = 4;

/** Cloudinary's free plan allows images of 10 MB and videos of 100 MB, and rejects larger ones itself. */
export const FILE_TYPES: Record<FileType, FileTypeRules> = {
  image: {
    maxBytes: 10 * MB,
    formats: {
      'image/jpeg': 'jpg',
      'image/png': 'png',
      'image/webp': 'webp',
      'image/gif': 'gif',
      'image/heic': 'heic',
      'image/avif': 'avif',
    },
    renditions: {
      // `g_auto` crops around what matters: faces, or what stands out.
      thumbnail: {
        transformation: 'w_400,h_300,c_fill,g_auto,f_auto,q_auto',
        width: 400,
        height: 300,
        fit: 'crop',
      },
      medium: {
        transformation: 'w_800,h_600,c_fill,g_auto,f_auto,q_auto',
        width: 800,
        height: 600,
        fit: 'crop',
      },
      full: {
        transformation: 'w_1920,h_1080,c_limit,f_auto,q_auto',
        width: 1920,
        height: 1080,
        fit: 'limit',
      },
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
      thumbnail: {
        transformation: 'w_320,h_240,c_fill,q_auto',
        extension: 'jpg',
        width: 320,
        height: 240,
        fit: 'crop',
      },
      compressed: {
        transformation: `w_640,h_360,c_limit,${CUT},q_auto`,
        extension: 'mp4',
        width: 640,
        height: 360,
        fit: 'limit',
        countPerSecond: SD_PER_SECOND,
      },
      full: {
        transformation: `w_1280,h_720,c_limit,${CUT},q_auto`,
        extension: 'mp4',
        width: 1280,
        height: 720,
        fit: 'limit',
        countPerSecond: HD_PER_SECOND,
      },
    },
  },
};

/** The renditions of a file type by name, the smallest first. */
export function renditionsOf(fileType: FileType): [name: RenditionName, rendition: Rendition][] {
  return Object.entries<Rendition>(FILE_TYPES[fileType].renditions) as [RenditionName, Rendition][];
}

/** The content type of one of Cloudinary's formats. */
export function contentTypeOf(fileType: FileType, format: string): string {
  const match = Object.entries(FILE_TYPES[fileType].formats).find(([, name]) => name === format);
  return match?.[0] ?? 'application/octet-stream';
}

/** The `eager` upload parameter: renditions that Cloudinary generates as soon as the file arrives. */
export function eagerTransformations(fileType: FileType): string {
  return renditionsOf(fileType)
    .map(([, { transformation, extension }]) => [transformation, extension].filter(Boolean).join('/'))
    .join('|');
}

/** Number of transformations that Cloudinary counts for one upload: the upload itself, and each rendition. */
export function transformationCount(fileType: FileType, seconds: number = MAX_VIDEO_SECONDS): number {
  const renditions = renditionsOf(fileType).map(([, { countPerSecond }]) =>
    countPerSecond === undefined ? 1 : Math.ceil(Math.min(seconds, MAX_VIDEO_SECONDS)) * countPerSecond,
  );
  return renditions.reduce((sum, count) => sum + count, 1);
}
