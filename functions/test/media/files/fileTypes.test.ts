import assert from 'node:assert/strict';
import {
  eagerTransformations,
  MAX_VIDEO_SECONDS,
  transformationCount,
} from '../../../src/media/files/fileTypes.ts';

describe('eagerTransformations', () => {
  it('lists every rendition that the app shows', () => {
    assert.equal(
      eagerTransformations('image'),
      'w_400,h_300,c_fill,g_auto,f_auto,q_auto|w_800,h_600,c_fill,g_auto,f_auto,q_auto|w_1920,h_1080,c_limit,f_auto,q_auto',
    );
    assert.equal(
      eagerTransformations('video'),
      'w_320,h_240,c_fill,q_auto/jpg|w_640,h_360,c_limit,du_60,q_auto/mp4|w_1280,h_720,c_limit,du_60,q_auto/mp4',
    );
  });

  it('never keeps metadata', () => {
    for (const type of ['image', 'video'] as const) {
      assert.doesNotMatch(eagerTransformations(type), /fl_keep|fl_getinfo/);
    }
  });
});

describe('transformationCount', () => {
  it('counts the upload and each rendition, those of videos by the second', () => {
    assert.equal(transformationCount('image'), 4);
    assert.equal(transformationCount('video', 9.4), 2 + 10 * (2 + 4));
    assert.equal(transformationCount('video', 3600), transformationCount('video', MAX_VIDEO_SECONDS));
  });
});
