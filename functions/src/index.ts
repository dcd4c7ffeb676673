import { initializeApp } from 'firebase-admin/app';

initializeApp();

export { applyChanges } from './sync/applyChanges.ts';
export { sync } from './sync/triggers.ts';
