import { detectFormat } from './detectFormat.ts';

/** Leading bytes to keep: enough for the format, and for where PDF readers look for their header. */
const HEAD_BYTES = 1024;

/** Trailing bytes to keep: a ZIP end-of-directory record is 22 bytes plus a comment of up to 65,535. */
const TAIL_BYTES = 65_557;

/** At least as long as the longest match of {@link MARKUP}. */
const OVERLAP_BYTES = 64;

/**
 * The beginnings of tags that run scripts. Five bytes occur by chance in one of 80 compressed videos of 200 MB, so the
 * short tags need what follows in a real one: an attribute, the next tag, text or padding. Then it is one of 10,000 or fewer.
 */
const SPACE = String.raw`[\t\n\f\r ]`;
const GAP = String.raw`[\t\n\f\r /]`;
const MARKUP = new RegExp(
  [
    `^<(?:(?:script|iframe)(?:${GAP}|>)`,
    `html${GAP}{0,8}>`,
    `(?:svg|html)${GAP}{1,8}[a-z][\\w:.-]{0,24}${SPACE}{0,8}=`,
    String.raw`svg${GAP}{0,8}>(?:${SPACE}{0,8}<[a-z!?]|[\t\n\r -~]{8})`,
    `(?:svg|html)${GAP}{9}`,
    `!doctype${SPACE}`,
    String.raw`\?php${SPACE})`,
  ].join('|'),
  'i',
);

/** Bytes that may follow the `<` of {@link MARKUP}. */
const MARKUP_SECOND_BYTES = new Set(Buffer.from('sShHiI!?'));
const LESS_THAN = 0x3c;

const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');

/** Formats with the same ISO 14496-12 container; phones mix up their names. */
const ISO_CONTAINERS = new Set(['mp4', 'mov', '3gp']);

/**
 * Inspects a file as it streams past: is it the declared format, and would another program read it as something
 * else? Browsers find markup anywhere, ZIP readers look at the end, PDF readers at the beginning.
 *
 * Data after the end of an image is allowed: phones append videos and second images. Memory use is constant, and
 * next to no garbage is created, since files may be large.
 */
export class ContentInspector {
  readonly #format: string;
  #head = Buffer.alloc(0);
  /** The last bytes seen, right-aligned. */
  readonly #tail = Buffer.alloc(TAIL_BYTES);
  #hasMarkup = false;

  /** @param format the declared format, by Cloudinary's name */
  constructor(format: string) {
    this.#format = format;
  }

  /** Adds the next chunk. */
  add(chunk: Buffer): void {
    if (this.#head.length < HEAD_BYTES) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.length)]);
    }
    // Markup may span two chunks.
    const seam = Buffer.concat([this.#tail.subarray(-OVERLAP_BYTES), chunk.subarray(0, OVERLAP_BYTES)]);
    if (containsMarkup(seam) || containsMarkup(chunk)) this.#hasMarkup = true;
    const newTail = chunk.subarray(-TAIL_BYTES);
    this.#tail.copyWithin(0, newTail.length);
    newTail.copy(this.#tail, TAIL_BYTES - newTail.length);
  }

  /** What is wrong with the complete file, as in "contains markup"; null when nothing is. */
  problem(): string | null {
    const format = detectFormat(this.#head);
    const matches =
      format === this.#format || (ISO_CONTAINERS.has(format ?? '') && ISO_CONTAINERS.has(this.#format));
    if (!matches) return `is not a valid ${this.#format}`;
    if (this.#hasMarkup) return 'contains markup';
    if (this.#tail.includes(ZIP_END)) return 'contains a ZIP archive';
    if (this.#head.includes('%PDF-')) return 'contains a PDF';
    return null;
  }
}

function containsMarkup(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LESS_THAN); at !== -1; at = bytes.indexOf(LESS_THAN, at + 1)) {
    if (!MARKUP_SECOND_BYTES.has(bytes[at + 1] ?? 0)) continue;
    if (MARKUP.test(bytes.toString('latin1', at, at + OVERLAP_BYTES))) return true;
  }
  return false;
}
