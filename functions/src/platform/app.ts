import { initializeApp } from 'firebase-admin/app';

/**
 * Initialises the Admin SDK from the environment. May be called again, as by a tool that loads the deployed functions.
 *
 * @param projectId the project of a tool; in production the environment names it.
 */
export function initialize(projectId?: string): void {
  if (projectId !== undefined) {
    // The Admin SDK looks for the one first, the libraries of Google Cloud for the other.
    process.env['GOOGLE_CLOUD_PROJECT'] = projectId;
    process.env['GCLOUD_PROJECT'] = projectId;
  }
  initializeApp();
}
