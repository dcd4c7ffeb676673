import assert from 'node:assert/strict';
import { cloudinaryUrl, databaseUrl, erasureKey } from '../../functions/src/platform/config.ts';
import { missingSettings } from './missingSettings.ts';

const job = (secrets: (typeof cloudinaryUrl)[]): Parameters<typeof missingSettings>[0] => ({
  name: 'cleanUpMedia',
  options: { secrets },
});

describe('missingSettings', () => {
  it('says in one sentence what a media job needs', () => {
    assert.equal(
      missingSettings(job([cloudinaryUrl]), {}),
      'cleanUpMedia needs CLOUDINARY_URL and MEDIA_BACKUP_BUCKET: set what the functions use, or "CLOUDINARY_URL=none MEDIA_BACKUP_BUCKET=" if they use none.',
    );
    assert.match(
      missingSettings(job([cloudinaryUrl]), { CLOUDINARY_URL: 'none' }) ?? '',
      /needs MEDIA_BACKUP_BUCKET:/,
    );
  });

  it('accepts that there is no account and no bucket', () => {
    const environment = { CLOUDINARY_URL: 'none', MEDIA_BACKUP_BUCKET: '' };
    assert.equal(missingSettings(job([cloudinaryUrl]), environment), null);
  });

  it('asks for Redis and the key where people are erased', () => {
    const environment = { CLOUDINARY_URL: 'none', MEDIA_BACKUP_BUCKET: '' };
    const problem = missingSettings(job([cloudinaryUrl, erasureKey]), environment);
    assert.match(problem ?? '', /needs UPSTASH_REDIS_REST_URL and ERASURE_KEY:/);
    const complete = { ...environment, UPSTASH_REDIS_REST_URL: '', ERASURE_KEY: 'key' };
    assert.equal(missingSettings(job([cloudinaryUrl, erasureKey]), complete), null);
  });

  it('asks nothing of other jobs', () => {
    assert.equal(missingSettings(job([databaseUrl]), {}), null);
  });
});
