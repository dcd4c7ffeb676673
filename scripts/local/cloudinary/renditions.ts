import { copyFile, open, stat } from 'node:fs/promises';
import sharp from 'sharp';

/** What is known of a file from its bytes. */
export interface Facts {
  format: string;
  width: number;
  height: number;
  /** Of videos, in seconds. */
  duration?: number;
}

export interface RenditionRequest {
  transformation: string;
  extension: string | undefined;
}

/** What a file is. @throws when it is nothing of this type. */
export async function examine(path: string, fileType: string): Promise<Facts> {
  if (fileType !== 'image') return video(path);
  // Also decodes it: a header alone is no image.
  const image = sharp(path, { failOn: 'error' });
  const { format, width, height } = await image.metadata();
  await image.stats();
  return { format: format === 'jpeg' ? 'jpg' : format, width, height };
}

async function video(path: string): Promise<Facts> {
  const file = await open(path);
  const head = (await file.read(Buffer.alloc(12), 0, 12, 0)).buffer.toString('latin1');
  await file.close();
  const brand = /^....ftyp(....)/s.exec(head)?.[1];
  const webm = head.startsWith('\x1a\x45\xdf\xa3') ? 'webm' : undefined;
  const format =
    brand === undefined ? webm : brand === 'qt  ' ? 'mov' : brand.startsWith('3g') ? '3gp' : 'mp4';
  if (format === undefined) throw new Error('no video');
  return { format, width: 1280, height: 720, duration: 10 };
}

/** Makes a rendition at `target`, unless it is there. */
export async function render(
  file: { path: string; fileType: string; facts: Facts },
  { transformation, extension }: RenditionRequest,
  target: string,
): Promise<{ path: string; format: string }> {
  const poster = file.fileType === 'video' && extension === 'jpg';
  const format = file.fileType === 'video' && !poster ? file.facts.format : (extension ?? 'webp');
  const made = { path: target, format };
  if (await stat(target).catch(() => null)) return made;
  if (file.fileType === 'video' && !poster) {
    await copyFile(file.path, target);
    return made;
  }
  const options = new Map(transformation.split(',').map((part) => part.split('_', 2) as [string, string]));
  const size = {
    width: Number(options.get('w') ?? NaN) || undefined,
    height: Number(options.get('h') ?? NaN) || undefined,
  };
  const image = poster ? sharp(drawnPoster(file.facts)) : sharp(file.path).rotate();
  await image
    .resize({
      ...(size.width !== undefined && { width: size.width }),
      ...(size.height !== undefined && { height: size.height }),
      fit: options.get('c') === 'fill' ? 'cover' : 'inside',
      withoutEnlargement: options.get('c') !== 'fill',
    })
    // Quickly rather than small.
    .toFormat(format === 'jpg' ? 'jpeg' : (format as 'webp'), { effort: format === 'webp' ? 0 : undefined })
    .toFile(target);
  return made;
}

/** In place of a frame of the video. */
function drawnPoster({ width, height }: Facts): Buffer {
  const [w, h] = [String(width), String(height)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="#222"/><polygon points="540,240 540,480 760,360" fill="#fff"/></svg>`,
  );
}
