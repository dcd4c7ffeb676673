import { initialize } from './platform/app.ts';

initialize();

export { applyChanges } from './sync/applyChanges.ts';
export { sync } from './sync/triggers.ts';
