import assert from 'node:assert/strict';
import { formatOf } from '../../../src/media/files/contentType.ts';

describe('formatOf', () => {
  const cases: [fileType: 'image' | 'video', contentType: string, format: string | null][] = [
    ['video', 'video/webm;codecs=vp9,opus', 'webm'],
    ['video', 'video/webm; codecs="vp8, opus"', 'webm'],
    ['video', 'video/mp4; codecs="avc1.42E01E"', 'mp4'],
    ['image', 'image/jpeg; charset=binary', 'jpg'],
    ['video', ' video/mp4', 'mp4'],
    ['video', 'VIDEO/QuickTime ;x=y', 'mov'],
    ['video', 'video/x-m4v', 'mp4'],
    ['video', 'video/3gpp2', '3gp'],
    ['image', 'image/jpg', 'jpg'],
    ['image', 'image/pjpeg', 'jpg'],
    ['image', 'image/x-png', 'png'],
    ['image', 'image/heif', 'heic'],
    ['image', 'image/avif', 'avif'],
    ['image', 'IMAGE/JPG', 'jpg'],
    ['image', 'image/x-citrix-jpeg', 'jpg'],
    ['image', 'image / png', 'png'],
    ['image', '\u200bimage/webp;', 'webp'],
    ['image', '"image/gif"', 'gif'],
    ['image', 'image/heic-sequence', 'heic'],
    ['image', 'image/x-heif', 'heic'],
    ['image', 'image/vnd.mozilla.apng', 'png'],
    ['video', 'video/x-mp4', 'mp4'],
    ['video', 'application/x-mp4', 'mp4'],
    ['video', 'video/qt', 'mov'],
    ['video', 'video/x-3gpp; q=1', '3gp'],
    ['image', 'application/x-pdf', null],
    ['image', 'image/x-', null],
    ['video', 'audio/mp3', null],
    ['video', 'audio/mp4', null],
    ['video', 'video/mp4 video/webm', null],
    ['image', 'video/mp4', null],
    ['image', 'image/svg+xml', null],
    ['image', 'constructor', null],
    ['video', ';video/mp4', null],
    ['video', '', null],
  ];
  for (const [fileType, contentType, format] of cases) {
    it(`takes "${contentType}" for ${format ?? 'no accepted'} ${fileType}`, () => {
      assert.equal(formatOf(fileType, contentType), format);
    });
  }
});
