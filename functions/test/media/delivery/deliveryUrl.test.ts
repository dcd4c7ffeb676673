import assert from 'node:assert/strict';
import { v2 as sdk } from 'cloudinary';
import {
  deliveryUrl,
  resizeTransformation,
  signedPath,
  type DeliveredFile,
} from '../../../src/media/delivery/deliveryUrl.ts';
import { FILE_TYPES } from '../../../src/media/files/fileTypes.ts';
import { Cloudinary } from '../../../src/platform/cloudinary/cloudinary.ts';

describe('deliveryUrl', () => {
  const profileImage: DeliveredFile = {
    base: 'https://res.cloudinary.com/campus',
    publicId: 'profiles/6f1c',
    version: 17,
    fileType: 'image',
    delivery: 'authenticated',
  };

  for (const algorithm of ['sha1', 'sha256']) {
    it(`builds the same URLs as Cloudinary's SDK, signed with ${algorithm} and unsigned`, () => {
      const { signer } = new Cloudinary(`cloudinary://key:secret@campus?signature_algorithm=${algorithm}`);
      for (const fileType of ['image', 'video'] as const) {
        for (const rendition of Object.values(FILE_TYPES[fileType].renditions)) {
          const sdkUrl = (isSigned: boolean): string =>
            sdk.url(profileImage.publicId, {
              cloud_name: 'campus',
              api_secret: 'secret',
              secure: true,
              resource_type: fileType,
              type: 'authenticated',
              version: profileImage.version,
              raw_transformation: rendition.transformation,
              sign_url: isSigned,
              signature_algorithm: algorithm,
              urlAnalytics: false,
              ...(rendition.extension !== undefined && { format: rendition.extension }),
            });
          const file = { ...profileImage, fileType };
          const signature = signer.deliverySignature(signedPath(file, rendition));
          assert.equal(deliveryUrl(file, rendition), sdkUrl(false));
          assert.equal(deliveryUrl(file, rendition, signature), sdkUrl(true));
        }
      }
    });
  }
});

describe('resizeTransformation', () => {
  it('crops to both dimensions, limits to one, and keeps the size without any', () => {
    assert.equal(resizeTransformation(400, 300), 'w_400,h_300,c_fill,f_auto,q_auto');
    assert.equal(resizeTransformation(400), 'w_400,c_limit,f_auto,q_auto');
    assert.equal(resizeTransformation(undefined, 300), 'h_300,c_limit,f_auto,q_auto');
    assert.equal(resizeTransformation(), 'f_auto,q_auto');
  });
});
