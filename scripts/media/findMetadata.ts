import sharp from 'sharp';

/** What a file or an answer in JSON contains that says where, when or with what it was made. */
const MARKS: Record<string, Buffer> = {
  Exif: Buffer.from('Exif\0\0', 'latin1'),
  XMP: Buffer.from('http://ns.adobe.com/xap'),
  IPTC: Buffer.from('Photoshop 3.0\0', 'latin1'),
  'the location of a video': Buffer.from('\xa9xyz', 'latin1'),
  'a QuickTime location': Buffer.from('com.apple.quicktime.location'),
  'an Exif block in text': Buffer.from('"exif"'),
  'a position in text': Buffer.from('GPSLatitude'),
};

/** The kinds of metadata in the content of a response. */
export async function findMetadata(content: Buffer): Promise<string[]> {
  const marks = Object.entries(MARKS).filter(([, mark]) => content.includes(mark));
  // Formats that keep the block without a mark, such as AVIF.
  const parsed = await sharp(content)
    .metadata()
    .catch(() => null);
  const blocks = parsed === null ? [] : (['exif', 'iptc', 'xmp'] as const).filter((name) => parsed[name]);
  return [...marks.map(([name]) => name), ...blocks];
}
