import type { FileStore } from './fileStore.ts';

/** Transformations, bytes of storage and bytes of bandwidth for one credit. */
const PER_CREDIT = { transformations: 1000, storage: 1e9, bandwidth: 1e9 };

/** What an account has used of its plan, as the Admin API reports it. */
export class UsageMeter {
  transformations = 0;
  bandwidthBytes = 0;
  /** Stored bytes that belong to no file; tests fill the plan with them. */
  extraStorageBytes = 0;
  creditLimit = 25;
  readonly #files: FileStore;

  constructor(files: FileStore) {
    this.#files = files;
  }

  /** https://cloudinary.com/documentation/admin_api#get_product_environment_usage_details */
  report(now = new Date()): object {
    const stored = [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, this.extraStorageBytes);
    const measured = {
      transformations: this.transformations,
      storage: stored,
      bandwidth: this.bandwidthBytes,
    };
    const parts = Object.entries(measured).map(([name, usage]) => {
      const credits = usage / PER_CREDIT[name as keyof typeof PER_CREDIT];
      return [name, { usage, credits_usage: credits }] as const;
    });
    const used = parts.reduce((sum, [, { credits_usage }]) => sum + credits_usage, 0);
    return {
      plan: 'Free',
      last_updated: now.toISOString().slice(0, 10),
      date_requested: now.toISOString(),
      ...Object.fromEntries(parts),
      credits: { usage: used, limit: this.creditLimit, used_percent: (100 * used) / this.creditLimit },
    };
  }
}
