import { getApp } from 'firebase-admin/app';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { functionsRegion } from '../../platform/region.ts';

/** Where Cloudinary sends notifications: the deployed `cloudinaryWebhook`, unless `CLOUDINARY_URL` overrides it. */
export function notificationUrl({ account }: Cloudinary): string {
  if (account.notificationUrl !== null) return account.notificationUrl;
  const project = getApp().options.projectId ?? process.env['GCLOUD_PROJECT'];
  if (project === undefined) throw new Error('The Firebase project is unknown: set GCLOUD_PROJECT');
  return `https://${functionsRegion.value()}-${project}.cloudfunctions.net/cloudinaryWebhook`;
}
