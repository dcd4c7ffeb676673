import { removeMediaOf } from '../../../media/index.ts';
import { Invalidator } from '../../../platform/cache.ts';
import { removeExports } from '../../export/exportObjects.ts';
import type { Step } from '../step.ts';

/** Removes a person's uploads from Cloudinary and the bucket, and the archives that were made for them. */
export const mediaStep: Step = {
  name: 'media',
  async run(context) {
    const { sql, subject } = context;
    const bucket = await context.bucket();
    const cache = new Invalidator(context.redis());
    const stores = {
      cloudinary: context.cloudinary(),
      bucket,
      invalidate: (tags: string[]) => cache.touch(tags),
    };
    const media = await removeMediaOf(sql, stores, subject.uid, subject.files);
    const exports = bucket === null ? 0 : await removeExports(bucket, subject.uid);
    return { ...media, exports };
  },
};
