/**
 * Detects a file's format from its first bytes. Returns Cloudinary's name for it; null for unsupported formats.
 *
 * @param head at least the first 16 bytes
 */
export function detectFormat(head: Buffer): string | null {
  const text = head.toString('latin1', 0, 16);
  if (text.startsWith('\xff\xd8\xff')) return 'jpg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF....WEBP/s.test(text)) return 'webp';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  const brand = /^....ftyp(....)/s.exec(text)?.[1];
  if (brand !== undefined) {
    if (/^(hei[cxs]|hev[cx]|mif1|msf1)$/.test(brand)) return 'heic';
    if (brand.startsWith('3g')) return '3gp';
    return brand === 'qt  ' ? 'mov' : 'mp4';
  }
  // QuickTime files that predate the brand.
  return /^....(moov|mdat|wide|free)/s.test(text) ? 'mov' : null;
}
