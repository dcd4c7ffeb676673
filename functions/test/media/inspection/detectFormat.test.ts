import assert from 'node:assert/strict';
import { detectFormat } from '../../../src/media/inspection/detectFormat.ts';

describe('detectFormat', () => {
  it('recognises supported formats by their first bytes', () => {
    const heads: Record<string, string> = {
      '\xff\xd8\xff\xe1': 'jpg',
      '\x89PNG\r\n\x1a\n': 'png',
      GIF89a: 'gif',
      'RIFF\x01\x02\x03\x04WEBPVP8 ': 'webp',
      '\0\0\0\x18ftypheic': 'heic',
      '\0\0\0\x18ftypavif': 'avif',
      '\0\0\0\x1cftypavis\0\0\0\0mif1avif': 'avif',
      '\0\0\0\x1cftypmif1\0\0\0\0mif1avif': 'avif',
      '\0\0\0\x1cftypmif1\0\0\0\0mif1heic': 'heic',
      '\0\0\0\x14ftypmsf1\0\0\0\0hevc': 'heic',
      '\0\0\0\x14ftyphevm\0\0\0\0msf1': 'heic',
      '\0\0\0\x14ftypiso5\0\0\0\0avc1': 'mp4',
      '\0\0\0\x14ftypM4V \0\0\0\0mp42': 'mp4',
      '\0\0\0\x14ftypMSNV\0\0\0\0isom': 'mp4',
      '\0\0\0\x14ftyp3g2a\0\0\0\0isom': '3gp',
      '\0\0\0\x08skip\0\0': 'mov',
      '\0\0\0\x18ftypisom': 'mp4',
      '\0\0\0\x14ftypqt  ': 'mov',
      '\0\0\0\x14ftyp3gp5': '3gp',
      '\0\0\0\x08wide\0\0': 'mov',
      '\x1a\x45\xdf\xa3': 'webm',
    };
    for (const [head, format] of Object.entries(heads)) {
      assert.equal(detectFormat(Buffer.from(head, 'latin1')), format, JSON.stringify(head));
    }
  });

  it('returns null for everything else', () => {
    const heads = [
      '',
      '<svg xmlns=',
      '%PDF-1.7',
      'PK\x03\x04',
      'GIF88a',
      '\xff\xd8',
      'RIFF\0\0\0\0WAVE',
      '\0\0\0\x14ftypcrx \0\0\0\x01isom',
      '\0\0\0\x14ftypM4A \0\0\0\0isom',
      'MZ',
    ];
    for (const head of heads) {
      assert.equal(detectFormat(Buffer.from(head, 'latin1')), null, JSON.stringify(head));
    }
  });
});
