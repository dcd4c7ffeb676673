import { defineSecret, defineString } from 'firebase-functions/params';

/** Connection string of the Postgres database, pooled or not. */
export const databaseUrl = defineSecret('DATABASE_URL');

/** The Firestore database whose documents are synchronised. */
export const firestoreDatabase = defineString('FIRESTORE_DATABASE', {
  default: '(default)',
  description: 'Id of the Firestore database to synchronise',
});

/** Topic between the triggers and the writer. */
export const CHANGES_TOPIC = 'document-changes';
