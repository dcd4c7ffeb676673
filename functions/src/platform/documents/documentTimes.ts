import { notAfter } from './fields.ts';
import type { JsonObject } from './json.ts';

/** When Firestore wrote a document, as RFC 3339. */
export interface WriteTimes {
  /** When the document was created or re-created; null if unknown. */
  createTime: string | null;
  /** Commit time of this document state. */
  updateTime: string;
}

/** What may be believed of the times that a document tells. */
export interface DocumentTimes {
  /**
   * When the document's story began: the `createdAt` that it claims, or else when Firestore created it; null if
   * unknown. A client cannot have created it later than Firestore did.
   */
  createdAt: (claimed: string | null) => string | null;
  /** The time that the document claims, or that of its writing if it lies later: nothing has happened in the future. */
  happenedAt: (claimed: string | null) => string | null;
}

/** Whether the server has marked a document with `imported: true`; clients cannot (firestore.rules). */
export function isMarkedImported(data: Readonly<Record<string, unknown>>): boolean {
  return data['imported'] === true;
}

/**
 * Takes the times of a document. One that is marked was imported, restored or backfilled: when Firestore created it says
 * nothing about when anything happened, so what the document does not tell is unknown.
 */
export function documentTimes(data: JsonObject, { createTime, updateTime }: WriteTimes): DocumentTimes {
  const happenedAt = (claimed: string | null): string | null => notAfter(claimed, updateTime);
  if (isMarkedImported(data)) return { createdAt: happenedAt, happenedAt };
  const createdAt = (claimed: string | null): string | null =>
    notAfter(claimed ?? createTime, createTime ?? updateTime);
  return { createdAt, happenedAt };
}
