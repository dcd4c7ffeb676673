import { copyFile, open, stat } from 'node:fs/promises';
import sharp, { type ResizeOptions } from 'sharp';

export interface FileMetadata {
  format: string;
  width: number;
  height: number;
  /** In seconds; videos only. */
  duration?: number;
}

/** Reads a file's metadata. @throws when the content is not a valid file of this type. */
export async function readMetadata(path: string, fileType: string): Promise<FileMetadata> {
  if (fileType !== 'image') return readVideoMetadata(path);
  const image = sharp(path, { failOn: 'error' });
  const { format, width, height } = await image.metadata();
  // Decodes all pixels: a valid header alone does not make a valid image.
  await image.stats();
  return { format: format === 'jpeg' ? 'jpg' : format, width, height };
}

/** Detects the format from the header. Dimensions and duration are fixed values. */
async function readVideoMetadata(path: string): Promise<FileMetadata> {
  const file = await open(path);
  const head = (await file.read(Buffer.alloc(12), 0, 12, 0)).buffer.toString('latin1');
  await file.close();
  const brand = /^....ftyp(....)/s.exec(head)?.[1];
  const webm = head.startsWith('\x1a\x45\xdf\xa3') ? 'webm' : undefined;
  const format =
    brand === undefined ? webm : brand === 'qt  ' ? 'mov' : brand.startsWith('3g') ? '3gp' : 'mp4';
  if (format === undefined) throw new Error('not a video');
  return { format, width: 1280, height: 720, duration: 10 };
}

/** A rendition by its transformation, whose components are separated by slashes, and a forced format. */
export interface RenditionRequest {
  transformation: string;
  extension: string | undefined;
}

/** What `fl_getinfo` answers about a file: as much as there could be, its metadata included. */
export async function describeContent({
  path,
  fileType,
  metadata,
}: {
  path: string;
  fileType: string;
  metadata: FileMetadata;
}): Promise<object> {
  if (fileType !== 'image') return { input: metadata };
  const { exif, iptc, xmp } = await sharp(path).metadata();
  const text = (block: Buffer | undefined): string | undefined => block?.toString('base64');
  return { input: { ...metadata, exif: text(exif), iptc: text(iptc), xmp: text(xmp) } };
}

/** Renders a file to `target` unless that exists. Videos are copied; their posters are drawn. */
export async function renderFile(
  file: { path: string; fileType: string; metadata: FileMetadata },
  { transformation, extension }: RenditionRequest,
  target: string,
): Promise<{ path: string; format: string }> {
  const isPoster = file.fileType === 'video' && extension === 'jpg';
  const isVideo = file.fileType === 'video' && !isPoster;
  const format = isVideo ? file.metadata.format : (extension ?? 'webp');
  const rendered = { path: target, format };
  if (await stat(target).catch(() => null)) return rendered;
  if (isVideo) {
    await copyFile(file.path, target);
    return rendered;
  }
  const image = isPoster ? sharp(drawPoster(file.metadata)) : sharp(file.path).rotate();
  // Renditions have no metadata unless they are asked for it.
  if (/(^|[/,.])(fl_)?keep_iptc/.test(transformation)) image.keepMetadata();
  await image
    .resize(resizeOptions(transformation))
    // Favour speed over size.
    .toFormat(format === 'jpg' ? 'jpeg' : (format as 'webp'), { effort: format === 'webp' ? 0 : undefined })
    .toFile(target);
  return rendered;
}

function resizeOptions(transformation: string): ResizeOptions {
  const options = new Map(transformation.split(/[,/]/).map((part) => part.split('_', 2) as [string, string]));
  const [width, height] = [Number(options.get('w') ?? NaN), Number(options.get('h') ?? NaN)];
  const isFill = options.get('c') === 'fill';
  return {
    ...(width > 0 && { width }),
    ...(height > 0 && { height }),
    fit: isFill ? 'cover' : 'inside',
    ...(options.get('g') === 'auto' && { position: sharp.strategy.attention }),
    withoutEnlargement: !isFill,
  };
}

/** Stands in for a frame of the video. */
function drawPoster({ width, height }: FileMetadata): Buffer {
  const [w, h] = [String(width), String(height)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="#222"/><polygon points="540,240 540,480 760,360" fill="#fff"/></svg>`,
  );
}
