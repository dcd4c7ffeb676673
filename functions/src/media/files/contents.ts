/**
 * What a file is by its bytes, and whether something else hides in it. Both are cheap and need only a piece
 * of the file at a time. What other programs make of the same bytes is what matters: browsers find markup
 * anywhere, readers of archives look at the end, readers of PDF at the beginning.
 *
 * More bytes after the end of an image are no reason to refuse it: phones append videos and second images.
 */

/** Bytes at the beginning that tell formats apart. */
const HEAD_BYTES = 1024;

/** Where an archive's directory ends: its record of 22 bytes, and a comment of up to 65,535. */
const TAIL_BYTES = 65_557;

/** No piece of markup that is looked for is longer. */
const OVERLAP_BYTES = 32;

// In compressed data of 10 MB one of these comes up once in about 10,000 files or less.
const MARKUP = /^<(?:(?:script|html|svg|iframe)[\s>/]|!doctype\s|\?php\s)/i;

/** What may follow the `<` of them. */
const MARKUP_SECOND = new Set(Buffer.from('sShHiI!?'));
const LESS_THAN = 0x3c;

const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');

/** Formats that only their owners tell apart: all are boxes of ISO 14496-12. */
const BOXES = new Set(['mp4', 'mov', '3gp']);

/** The format of a file that begins with these bytes, by Cloudinary's name; null when it is none we take. */
export function formatOf(head: Buffer): string | null {
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
  // QuickTime files of before there were brands.
  return /^....(moov|mdat|wide|free)/s.test(text) ? 'mov' : null;
}

/** Looks through a file as it passes. It makes next to no garbage, since a file may be large. */
export class Inspector {
  readonly #format: string;
  #head = Buffer.alloc(0);
  /** The last bytes, at its end. */
  readonly #tail = Buffer.alloc(TAIL_BYTES);
  #hidden: string | null = null;

  /** @param format what the file is said to be */
  constructor(format: string) {
    this.#format = format;
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    if (this.#head.length < HEAD_BYTES) {
      this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD_BYTES - this.#head.length)]);
    }
    // What begins in the last piece may end in this one.
    const seam = Buffer.concat([this.#tail.subarray(-OVERLAP_BYTES), piece.subarray(0, OVERLAP_BYTES)]);
    if (hasMarkup(seam) || hasMarkup(piece)) this.#hidden = 'markup';
    const kept = piece.subarray(-TAIL_BYTES);
    this.#tail.copyWithin(0, kept.length);
    kept.copy(this.#tail, TAIL_BYTES - kept.length);
  }

  /** What is wrong with the file, now that all of it has passed; null when nothing is. */
  problem(): string | null {
    const found = formatOf(this.#head);
    const same = found === this.#format || (BOXES.has(found ?? '') && BOXES.has(this.#format));
    if (!same) return `its contents are no ${this.#format}`;
    if (this.#hidden !== null) return `there is ${this.#hidden} in it`;
    if (this.#tail.includes(ARCHIVE_END)) return 'there is an archive in it';
    if (this.#head.includes('%PDF-')) return 'there is a PDF in it';
    return null;
  }
}

function hasMarkup(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LESS_THAN); at !== -1; at = bytes.indexOf(LESS_THAN, at + 1)) {
    if (!MARKUP_SECOND.has(bytes[at + 1] ?? 0)) continue;
    if (MARKUP.test(bytes.toString('latin1', at, at + OVERLAP_BYTES))) return true;
  }
  return false;
}
