import { initializeApp } from 'firebase-admin/app';

/** Initialises the Admin SDK: in production from the environment, on one machine for this project. */
export function initialize(projectId?: string): void {
  if (projectId === undefined) initializeApp();
  else initializeApp({ projectId });
}
