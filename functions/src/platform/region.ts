import { defineString } from 'firebase-functions/params';

/** Region of the functions: that of the Firestore database, or the nearest one. */
export const functionsRegion = defineString('FUNCTIONS_REGION', {
  default: 'us-central1',
  description: 'Region to run in, the same as Firestore (europe-west1 for eur3, us-central1 for nam5)',
});
