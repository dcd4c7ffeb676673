import type { Boundary } from './boundary.ts';
import { isBefore, notAfter } from './fields.ts';
import type { Period } from './isoTime.ts';
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
  /**
   * The time that the document claims, or that of its writing if it lies later: a client's word is not taken for what
   * lies in the future.
   */
  happenedAt: (claimed: string | null) => string | null;
}

/** Times outside these years are mistakes: no calendar app holds them, and statistics would reach over centuries. */
const FIRST_TIME = '1900-01-01T00:00:00Z';
const LAST_TIME = '2199-12-31T23:59:59.999999999Z';

const MAX_DAY_MS = 25 * 3_600_000;

/** Whether the server has marked a document with `imported: true`; clients cannot (firestore.rules). */
export function isMarkedImported(data: Readonly<Record<string, unknown>>): boolean {
  return data['imported'] === true;
}

/**
 * Takes the times of a document. One that is marked was imported, restored or backfilled: when Firestore created it says
 * nothing about when anything happened, so what the document does not tell is unknown.
 */
export function documentTimes(data: JsonObject, { createTime, updateTime }: WriteTimes): DocumentTimes {
  // The server told these times: clients can only set them to the present (firestore.rules).
  if (isMarkedImported(data)) return { createdAt: plausible, happenedAt: plausible };
  const happenedAt = (claimed: string | null): string | null =>
    claimed === null || isBefore(claimed, FIRST_TIME) ? null : notAfter(claimed, updateTime);
  const createdAt = (claimed: string | null): string | null =>
    notAfter(happenedAt(claimed) ?? createTime, createTime ?? updateTime);
  return { createdAt, happenedAt };
}

/**
 * Start and end of what a document describes. Unknown: what lies outside the years 1900 to 2199, and an end before the
 * start. An end that names a day, a month or a year lasts until the end of it.
 */
function startAndEnd(start: Period | null, end: Period | null): { start: string | null; end: string | null } {
  const from = plausible(start?.start ?? null);
  const to = plausible(end?.end ?? null);
  return { start: from, end: from !== null && to !== null && isBefore(to, from) ? null : to };
}

/** {@link startAndEnd} of an event: one that starts on a day and does not say when it ends takes that whole day. */
export function eventTimes(
  start: Period | null,
  end: Period | null,
): { start: string | null; end: string | null } {
  const times = startAndEnd(start, end);
  const isDay = start !== null && Date.parse(start.end) - Date.parse(start.start) <= MAX_DAY_MS;
  return times.start !== null && times.end === null && isDay && start.end !== start.start
    ? { ...times, end: start.end }
    : times;
}

/**
 * {@link startAndEnd} of something that may be open at either end. `unknown` if the document names a start or an end that
 * cannot be one: then nobody knows whether it goes on.
 */
export function openTimes(
  start: Boundary,
  end: Boundary,
): { start: string | null; end: string | null; unknown: boolean } {
  const times = startAndEnd(start === 'unknown' ? null : start, end === 'unknown' ? null : end);
  const unknown = (start !== null && times.start === null) || (end !== null && times.end === null);
  return { ...times, unknown };
}

function plausible(time: string | null): string | null {
  return time === null || isBefore(time, FIRST_TIME) || isBefore(LAST_TIME, time) ? null : time;
}
