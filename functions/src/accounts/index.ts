/** What other domains may use of this one. */
export { overdueErasures } from './erasure/overdueErasures.ts';
export type { Expiry, OwnExpiry } from './inventory/holding.ts';
export { TABLES } from './inventory/inventory.ts';
