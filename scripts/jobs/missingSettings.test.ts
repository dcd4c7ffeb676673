import assert from 'node:assert/strict';
import { cloudinaryUrl, databaseUrl } from '../../functions/src/platform/config.ts';
import { missingSettings } from './missingSettings.ts';

const job = (secrets: (typeof cloudinaryUrl)[]): Parameters<typeof missingSettings>[0] => ({
  name: 'cleanUpMedia',
  does: 'cleans up',
  schedule: 'every day 04:15',
  deadlineHours: 26,
  options: { secrets },
  run: () => Promise.resolve(0),
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

  it('asks nothing of other jobs', () => {
    assert.equal(missingSettings(job([databaseUrl]), {}), null);
  });
});
