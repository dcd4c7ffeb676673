import type { Facts } from './renditions.ts';

/** A file that it has. */
export interface StoredFile {
  publicId: string;
  fileType: string;
  delivery: string;
  path: string;
  facts: Facts;
  version: number;
  bytes: number;
  etag: string;
  createdAt: string;
  /** What the moderation said; undefined when none was asked for. */
  moderation?: { kind: string; status: string };
  notificationUrl: string | undefined;
}
