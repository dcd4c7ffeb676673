import fc from 'fast-check';
import { fileOf } from '../platform/identity/policy/policyCampus.ts';
import type { Notification } from '../../src/media/uploads/handleNotification.ts';
import { loadSdk } from '../../src/platform/cloudinary/sdk.ts';
import { ATTACKS, WRONG_VALUES } from './knownAttacks.ts';

const hostile = fc.oneof(fc.constantFrom<unknown>(...ATTACKS), fc.constantFrom(...WRONG_VALUES));

/** What uploads tell Cloudinary, and Cloudinary tells the webhook. */
const body = fc.record(
  {
    notification_type: fc.constantFrom('upload', 'eager', 'moderation', 'delete', '__proto__'),
    public_id: fc.oneof(fc.constantFrom(fileOf('law0'), fileOf('art0')), hostile),
    version: fc.oneof(fc.nat(), hostile),
    resource_type: fc.oneof(fc.constantFrom('image', 'video', 'raw'), hostile),
    type: fc.oneof(fc.constantFrom('private', 'authenticated'), hostile),
    format: fc.oneof(fc.constant('jpg'), hostile),
    bytes: fc.oneof(fc.nat(), hostile),
    etag: hostile,
    context: hostile,
    moderation_status: fc.oneof(fc.constantFrom('approved', 'rejected'), hostile),
  },
  { requiredKeys: ['notification_type'] },
);

const text = fc.oneof(
  { weight: 5, arbitrary: body.map((content) => JSON.stringify(content)) },
  { weight: 1, arbitrary: fc.constantFrom(...ATTACKS) },
  { weight: 1, arbitrary: hostile.map((value) => JSON.stringify(value)) },
);

/** Notifications from strangers, and those with hostile contents that Cloudinary has signed. */
export async function hostileNotifications(
  accountUrl: string,
  count: number,
  seed: number,
): Promise<Notification[]> {
  const { utils } = await loadSdk();
  const secret = decodeURIComponent(new URL(accountUrl).password);
  const now = Math.floor(Date.now() / 1000);
  return fc
    .sample(fc.tuple(text, fc.boolean(), fc.constantFrom(...ATTACKS)), { numRuns: count, seed })
    .map(([body, isSigned, attack]) => {
      if (!isSigned) return { body, timestamp: attack.slice(0, 20), signature: attack };
      const signature = utils.webhook_signature(body, now, {
        api_secret: secret,
        signature_algorithm: 'sha1',
      });
      return { body, timestamp: String(now), signature };
    });
}
