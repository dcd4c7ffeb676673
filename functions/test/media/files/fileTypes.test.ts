import assert from 'node:assert/strict';
import { eagerTransformations } from '../../../src/media/files/fileTypes.ts';

describe('eagerTransformations', () => {
  it('lists every rendition that the app shows', () => {
    assert.equal(
      eagerTransformations('image'),
      'w_1920,h_1080,c_limit,f_auto,q_auto|w_400,h_300,c_fill,f_auto,q_auto|w_800,h_600,c_fill,f_auto,q_auto',
    );
    assert.equal(
      eagerTransformations('video'),
      'w_1280,h_720,c_limit,q_auto/mp4|w_320,h_240,c_fill,q_auto/jpg|w_640,h_360,c_fill,q_auto/mp4',
    );
  });
});
