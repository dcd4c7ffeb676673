/** What other domains may use of this one. */
export type { Expiry } from './inventory/holding.ts';
export { TABLES } from './inventory/inventory.ts';
