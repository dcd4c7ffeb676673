/** Pictures of the sample, drawn as SVG. Their colours derive from their texts. */
import sharp from 'sharp';

const FONT = 'font-family="Helvetica, Arial, sans-serif" fill="#fff"';

/** A person's initials. */
export function drawAvatar(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
  return svg(640, 640, name, [
    `<circle cx="320" cy="320" r="250" fill="#fff" fill-opacity=".12"/>`,
    `<text x="320" y="400" ${FONT} font-size="230" font-weight="bold" text-anchor="middle">${escape(initials)}</text>`,
  ]);
}

/** An event's poster with its title, its kind and when it starts. */
export function drawPoster({
  title,
  category,
  start,
}: {
  title: string;
  category: string;
  start: Date;
}): string {
  const day = start.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const hour = start.toISOString().slice(11, 16);
  return svg(960, 1200, title, [
    `<circle cx="820" cy="260" r="330" fill="#fff" fill-opacity=".1"/><circle cx="140" cy="1010" r="240" fill="#000" fill-opacity=".12"/>`,
    `<text x="80" y="150" ${FONT} font-size="38" letter-spacing="8">${escape(category.trim().toUpperCase())}</text>`,
    ...wrap(title, 16).map(
      (line, index) =>
        `<text x="80" y="${String(330 + index * 104)}" ${FONT} font-size="84" font-weight="bold">${escape(line)}</text>`,
    ),
    `<rect x="80" y="985" width="120" height="8" fill="#fff"/>`,
    `<text x="80" y="1070" ${FONT} font-size="48">${escape(day)}</text>`,
    `<text x="80" y="1130" ${FONT} font-size="48">${hour}</text>`,
  ]);
}

/** What somebody made: shapes over a caption. */
export function drawProject(caption: string): string {
  const shapes = Array.from({ length: 7 }, (_, index) => {
    const seed = hash(`${caption}${String(index)}`);
    const [x, y, size] = [seed % 1280, (seed >> 4) % 720, 90 + (seed % 190)];
    const fill = `fill="hsl(${String(seed % 360)},70%,65%)" fill-opacity=".45"`;
    return index % 2 === 0
      ? `<circle cx="${String(x)}" cy="${String(y)}" r="${String(size)}" ${fill}/>`
      : `<rect x="${String(x)}" y="${String(y)}" width="${String(size)}" height="${String(size)}" rx="24" transform="rotate(${String(seed % 90)} ${String(x)} ${String(y)})" ${fill}/>`;
  });
  const text = `<text x="64" y="900" ${FONT} font-size="52" font-weight="bold">${escape(wrap(caption, 40)[0] ?? '')}</text>`;
  return svg(1280, 960, caption, [...shapes, text]);
}

/** The drawing as a JPEG. */
export async function toJpeg(drawing: string): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from(await sharp(Buffer.from(drawing)).jpeg({ quality: 80 }).toBuffer());
}

function svg(width: number, height: number, seed: string, content: string[]): string {
  const hue = hash(seed) % 360;
  const [from, to] = [`hsl(${String(hue)},58%,46%)`, `hsl(${String((hue + 50) % 360)},62%,26%)`];
  const size = `width="${String(width)}" height="${String(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>
    <rect ${size} fill="url(#g)"/>${content.join('')}</svg>`;
}

/** Lines of about this many characters, broken between words. */
function wrap(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < characters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 6);
}

/** A non-negative integer below 2^31 (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 1;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
