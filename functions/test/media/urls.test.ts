import assert from 'node:assert/strict';
import { v2 as sdk } from 'cloudinary';
import { KINDS, eagerly } from '../../src/media/files/kinds.ts';
import { deliveryUrl, signedPart, sized, type DeliveredFile } from '../../src/media/files/urls.ts';
import { Cloudinary } from '../../src/platform/cloudinary.ts';

const ACCOUNT = 'cloudinary://key:secret@campus';

describe('URLs of media', () => {
  const file: DeliveredFile = {
    base: 'https://res.cloudinary.com/campus',
    publicId: 'profiles/6f1c',
    version: 17,
    fileType: 'image',
    delivery: 'authenticated',
  };

  it('are those of the vendor, signed and not', () => {
    for (const algorithm of ['sha1', 'sha256']) {
      const cloudinary = new Cloudinary(`${ACCOUNT}?signature_algorithm=${algorithm}`);
      for (const fileType of ['image', 'video'] as const) {
        for (const [, rendition] of Object.entries(KINDS[fileType].renditions)) {
          const { transformation, extension } = rendition;
          const expected = (signed: boolean): string =>
            sdk.url(file.publicId, {
              cloud_name: 'campus',
              api_secret: 'secret',
              secure: true,
              resource_type: fileType,
              type: 'authenticated',
              version: file.version,
              raw_transformation: transformation,
              sign_url: signed,
              signature_algorithm: algorithm,
              urlAnalytics: false,
              ...(extension !== undefined && { format: extension }),
            });
          const own = { ...file, fileType };
          const signature = cloudinary.deliverySignature(signedPart(own, transformation, extension));
          assert.equal(deliveryUrl(own, rendition), expected(false));
          assert.equal(deliveryUrl(own, rendition, signature), expected(true));
        }
      }
    }
  });

  it('have the size that is asked for', () => {
    assert.equal(sized(400, 300), 'w_400,h_300,c_fill,f_auto,q_auto');
    assert.equal(sized(400), 'w_400,c_limit,f_auto,q_auto');
    assert.equal(sized(undefined, 300), 'h_300,c_limit,f_auto,q_auto');
    assert.equal(sized(), 'f_auto,q_auto');
  });

  it('are made in advance for what the app shows', () => {
    assert.equal(
      eagerly('image'),
      'w_1920,h_1080,c_limit,f_auto,q_auto|w_400,h_300,c_fill,f_auto,q_auto|w_800,h_600,c_fill,f_auto,q_auto',
    );
    assert.equal(
      eagerly('video'),
      'w_1280,h_720,c_limit,q_auto/mp4|w_320,h_240,c_fill,q_auto/jpg|w_640,h_360,c_fill,q_auto/mp4',
    );
  });

  it('come from an account, whose mistakes do not show its secret', () => {
    for (const url of [
      'https://key:secret@campus',
      'cloudinary://key:secret',
      'cloudinary://secret@campus',
      'secret',
    ]) {
      assert.throws(
        () => new Cloudinary(url),
        (error: Error) => error.message.includes('is no account') && !error.message.includes('secret@'),
      );
    }
    assert.equal(new Cloudinary('cloudinary://key:s%2Fcret@campus').account.apiSecret, 's/cret');
  });
});
