/** Brands of ISO 14496-12 files that tell what they hold. `mif1` and its like only say that it is an image. */
const BRANDS: [format: string, brand: RegExp][] = [
  ['avif', /^avi[fso]$/],
  ['heic', /^(?:hei[cxms]|hev[cxms])$/],
  ['3gp', /^3g/],
  ['mov', /^qt {2}$/],
];
const IMAGE_BRAND = /^(?:mif[12]|msf1|miaf|MiH[AEB]|MiPr|heif)$/;

/** Containers of the same kind that hold neither images nor videos that phones and browsers show. */
const OTHER_BRANDS = /^(?:crx |jp2 |jpx |jpm |mjp2|M4A |M4B |M4P |F4A |F4B )$/;

/**
 * Detects a file's format from its first bytes. Returns Cloudinary's name for it; null for unsupported formats.
 *
 * @param head at least the first 16 bytes; more, if the brands of an ISO file are to be told apart
 */
export function detectFormat(head: Buffer): string | null {
  const text = head.toString('latin1', 0, 16);
  if (text.startsWith('\xff\xd8\xff')) return 'jpg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF....WEBP/s.test(text)) return 'webp';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  if (/^....ftyp..../s.test(text)) return formatOfBrands(head);
  // QuickTime files that predate the brand.
  return /^....(?:moov|mdat|wide|free|skip|pnot)/s.test(text) ? 'mov' : null;
}

/** The first brand says what the file is; where it says no more than "an image", the compatible ones do. */
function formatOfBrands(head: Buffer): string | null {
  const [major = '', , ...compatible] =
    head.toString('latin1', 8, Math.min(head.readUInt32BE(0), head.length)).match(/.{4}/gs) ?? [];
  const brands = IMAGE_BRAND.test(major) ? compatible : [major || head.toString('latin1', 8, 12)];
  for (const [format, brand] of BRANDS) if (brands.some((name) => brand.test(name))) return format;
  if (IMAGE_BRAND.test(major)) return 'heic';
  return OTHER_BRANDS.test(major) ? null : 'mp4';
}
