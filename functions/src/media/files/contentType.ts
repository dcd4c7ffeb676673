import type { FileType } from '../../platform/cloudinary/asset.ts';
import { tidyText } from '../../platform/text/tidyText.ts';
import { FILE_TYPES } from './fileTypes.ts';

/** Other names for accepted content types that browsers, phones and older software use; `x-` counts for nothing. */
const ALIASES: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/jpe': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/pjp': 'image/jpeg',
  'image/jfif': 'image/jpeg',
  'image/citrix-jpeg': 'image/jpeg',
  'image/citrix-png': 'image/png',
  'image/apng': 'image/png',
  'image/vnd.mozilla.apng': 'image/png',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/avif-sequence': 'image/avif',
  'video/m4v': 'video/mp4',
  'video/mp4v-es': 'video/mp4',
  'video/mpeg4': 'video/mp4',
  'video/mpeg4-generic': 'video/mp4',
  'application/mp4': 'video/mp4',
  'video/mov': 'video/quicktime',
  'video/qt': 'video/quicktime',
  'application/quicktime': 'video/quicktime',
  'video/3gp': 'video/3gpp',
  'video/3gp2': 'video/3gpp',
  'video/3gpp2': 'video/3gpp',
};

/**
 * Cloudinary's name for the format of a content type, with or without parameters such as `codecs`; null for a type that
 * is not accepted.
 */
export function formatOf(fileType: FileType, contentType: string): string | null {
  const [name = ''] = contentType.split(';');
  const written = tidyText(name.replaceAll('"', ''))
    .toLowerCase()
    .replace(/ ?\/ ?/, '/')
    .replace('/x-', '/');
  const { formats } = FILE_TYPES[fileType];
  const key = Object.hasOwn(ALIASES, written) ? (ALIASES[written] ?? written) : written;
  return Object.hasOwn(formats, key) ? (formats[key] ?? null) : null;
}
