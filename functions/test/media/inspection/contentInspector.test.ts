import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ContentInspector } from '../../../src/media/inspection/contentInspector.ts';

const JPEG = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(3000, 0x5a)]);

/** What the inspector reports about a file received in these chunks. */
function inspect(chunks: Buffer[], format = 'jpg'): string | null {
  const inspector = new ContentInspector(format);
  for (const chunk of chunks) inspector.add(chunk);
  return inspector.problem();
}

function jpegFollowedBy(text: string): Buffer {
  return Buffer.concat([JPEG, Buffer.from(text, 'latin1')]);
}

describe('ContentInspector', () => {
  it('reports markup, archives, PDFs and other formats', () => {
    const unsafe: [Buffer, RegExp][] = [
      [jpegFollowedBy('<script>'), /markup/],
      [jpegFollowedBy('<SCRIPT src=x'), /markup/],
      [jpegFollowedBy('<!DOCTYPE  html'), /markup/],
      [jpegFollowedBy('<svg onload=x'), /markup/],
      [jpegFollowedBy('<svg/onload=alert(1)>'), /markup/],
      [jpegFollowedBy('<SVG xmlns="http://www.w3.org/2000/svg">'), /markup/],
      [jpegFollowedBy('<svg>\n<a href="javascript:x">'), /markup/],
      [jpegFollowedBy(`<svg${' '.repeat(50)}onload=x`), /markup/],
      [jpegFollowedBy('<svg>text<animate onbegin=x>'), /markup/],
      [jpegFollowedBy('<html>'), /markup/],
      [jpegFollowedBy('<html lang="en">'), /markup/],
      [jpegFollowedBy('<?php echo 1'), /markup/],
      [jpegFollowedBy(`PK\x05\x06${'\0'.repeat(18)}`), /archive/],
      [jpegFollowedBy(`PK\x05\x06${'\0'.repeat(18)}${'c'.repeat(65_000)}`), /archive/],
      [Buffer.concat([JPEG.subarray(0, 20), Buffer.from('%PDF-1.4'), JPEG]), /PDF/],
      [Buffer.from('GIF89a'), /is not a valid jpg/],
      [Buffer.alloc(0), /is not a valid jpg/],
    ];
    for (const [bytes, problem] of unsafe) assert.match(inspect([bytes]) ?? '', problem);
  });

  it('accepts harmless data after the image', () => {
    const harmless = [
      '',
      '\xff\xd9\xff\xd8\xff a second image',
      'ftypmp42 a video',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
      '<scripture>',
      '<SvG/\x8f\x02\xb7\x11',
      '<svg>\x00\x91',
      '<hTmL \xa7=',
      'PK\x03\x04',
    ];
    for (const text of harmless) assert.equal(inspect([jpegFollowedBy(text)]), null, text);
  });

  it('accepts an MP4 declared as MOV, since phones mix up the two', () => {
    assert.equal(inspect([Buffer.from('\0\0\0\x18ftypisom', 'latin1')], 'mov'), null);
  });

  it('finds markup however the file is cut into chunks', () => {
    const bytes = Buffer.concat([JPEG, Buffer.from('<script>x'), JPEG]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 }), (cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
        assert.equal(inspect(chunks), 'contains markup');
      }),
    );
    assert.equal(inspect([...bytes].map((byte) => Buffer.from([byte]))), 'contains markup');
  });
});
