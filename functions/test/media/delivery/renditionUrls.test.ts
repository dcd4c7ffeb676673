import assert from 'node:assert/strict';
import { v2 as sdk } from 'cloudinary';
import { renditionUrl } from '../../../src/media/delivery/renditionUrls.ts';
import { renditionsOf } from '../../../src/media/files/fileTypes.ts';
import { Cloudinary } from '../../../src/platform/cloudinary/cloudinary.ts';

describe('renditionUrl', () => {
  for (const algorithm of ['sha1', 'sha256']) {
    it(`builds the same URLs as Cloudinary's SDK, signed with ${algorithm}`, () => {
      const cloudinary = new Cloudinary(`cloudinary://key:secret@campus?signature_algorithm=${algorithm}`);
      for (const fileType of ['image', 'video'] as const) {
        for (const [name, rendition] of renditionsOf(fileType)) {
          const expected = sdk.url('profiles/6f1c', {
            cloud_name: 'campus',
            api_secret: 'secret',
            secure: true,
            resource_type: fileType,
            type: 'authenticated',
            version: 17,
            raw_transformation: rendition.transformation,
            sign_url: true,
            signature_algorithm: algorithm,
            urlAnalytics: false,
            ...(rendition.extension !== undefined && { format: rendition.extension }),
          });
          const file = { cloudinary_public_id: 'profiles/6f1c', file_type: fileType };
          assert.equal(renditionUrl(cloudinary, file, 17, rendition), expected, name);
        }
      }
    });
  }
});
