import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatOf, Inspector } from '../../src/media/files/contents.ts';

const JPEG = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(3000, 0x5a)]);

/** What the inspector finds in these pieces. */
function inspect(pieces: Buffer[], format = 'jpg'): string | null {
  const inspector = new Inspector(format);
  for (const piece of pieces) inspector.add(piece);
  return inspector.problem();
}

describe('what a file is by its bytes', () => {
  it('is told by its beginning', () => {
    const heads: Record<string, string> = {
      '\xff\xd8\xff\xe1': 'jpg',
      '\x89PNG\r\n\x1a\n': 'png',
      GIF89a: 'gif',
      'RIFF\x01\x02\x03\x04WEBPVP8 ': 'webp',
      '\0\0\0\x18ftypheic': 'heic',
      '\0\0\0\x18ftypisom': 'mp4',
      '\0\0\0\x14ftypqt  ': 'mov',
      '\0\0\0\x14ftyp3gp5': '3gp',
      '\0\0\0\x08wide\0\0': 'mov',
      '\x1a\x45\xdf\xa3': 'webm',
    };
    for (const [head, format] of Object.entries(heads)) {
      assert.equal(formatOf(Buffer.from(head, 'latin1')), format, JSON.stringify(head));
    }
    for (const head of [
      '',
      '<svg xmlns=',
      '%PDF-1.7',
      'PK\x03\x04',
      'GIF88a',
      '\xff\xd8',
      'RIFF\0\0\0\0WAVE',
      'MZ',
    ]) {
      assert.equal(formatOf(Buffer.from(head, 'latin1')), null, JSON.stringify(head));
    }
  });

  it('is nothing else at the same time', () => {
    const after = (text: string) => Buffer.concat([JPEG, Buffer.from(text, 'latin1')]);
    const hidden: [Buffer, RegExp][] = [
      [after('<script>'), /markup/],
      [after('<SCRIPT src=x'), /markup/],
      [after('<!DOCTYPE  html'), /markup/],
      [after('<svg onload=x'), /markup/],
      [after('<?php echo 1'), /markup/],
      [after(`PK\x05\x06${'\0'.repeat(18)}`), /archive/],
      [after(`PK\x05\x06${'\0'.repeat(18)}${'c'.repeat(65_000)}`), /archive/],
      [Buffer.concat([JPEG.subarray(0, 20), Buffer.from('%PDF-1.4'), JPEG]), /PDF/],
      [Buffer.from('GIF89a'), /contents are no jpg/],
      [Buffer.alloc(0), /contents are no jpg/],
    ];
    for (const [bytes, problem] of hidden) assert.match(inspect([bytes]) ?? '', problem);
    const harmless = [
      '',
      '\xff\xd9\xff\xd8\xff a second image',
      'ftypmp42 a video',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
      '<scripture>',
      'PK\x03\x04',
    ];
    for (const text of harmless) assert.equal(inspect([after(text)]), null, text);
    assert.equal(inspect([Buffer.from('\0\0\0\x18ftypisom', 'latin1')], 'mov'), null, 'a phone names it so');
  });

  it('is found wherever the pieces are cut', () => {
    const bytes = Buffer.concat([JPEG, Buffer.from('<script>x'), JPEG]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 }), (cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
        assert.equal(inspect(pieces), 'there is markup in it');
      }),
    );
    assert.equal(inspect([...bytes].map((byte) => Buffer.from([byte]))), 'there is markup in it');
  });
});
