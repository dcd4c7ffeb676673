import { z } from 'zod';
import { HOUR_MS } from '../../learning/calendar.ts';
import { eventTimes } from '../../platform/documents/documentTimes.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';
import { documentId, period } from '../../platform/documents/fields.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Reach } from '../../platform/identity/policy.ts';

/** What checking people in needs of an event; times in milliseconds since 1970. */
export interface Occasion {
  createdBy: string | null;
  /** Null if nobody knows. */
  start: number | null;
  end: number | null;
}

/** An event whose end is unknown, as event_end() says. */
const USUAL_DURATION_MS = 3 * HOUR_MS;

const schema = z.object({ createdBy: documentId, startDate: period, endDate: period });

/** Reads the document of an event. @throws DomainError `not-found` if there is none */
export function toOccasion(data: Record<string, unknown> | undefined): Occasion {
  if (data === undefined) throw new DomainError('not-found', 'There is no such event.');
  const { createdBy, startDate, endDate } = schema.parse(encodeMap(data));
  const times = eventTimes(startDate, endDate);
  const start = times.start === null ? null : Date.parse(times.start);
  const usualEnd = start === null ? null : start + USUAL_DURATION_MS;
  return { createdBy, start, end: times.end === null ? usualEnd : Date.parse(times.end) };
}

/**
 * Who runs an event knows who was there: its owner and, as those who get everybody's data, staff.
 *
 * @throws DomainError `not-allowed`
 */
export function requireOrganiser(
  { createdBy }: Occasion,
  { uid, reach }: { uid: string; reach: Reach },
): void {
  if (createdBy === uid || reach === 'everyone') return;
  throw new DomainError(
    'not-allowed',
    'Only the person who created the event, faculty and administrators check people in.',
  );
}

/** How long before the start of an event people are checked in. */
const HOURS_BEFORE = 1;

/** How long after the end people are checked in, by code and by list. */
const HOURS_AFTER = { code: 1, list: 14 * 24 };

/** @throws DomainError `not-ready` if people cannot be checked in at this time */
export function requireOpen({ start, end }: Occasion, how: keyof typeof HOURS_AFTER, now: Date): void {
  if (start === null || end === null) {
    throw new DomainError(
      'not-ready',
      'Nobody knows when this event is: set its start, then check people in.',
    );
  }
  if (now.getTime() < start - HOURS_BEFORE * HOUR_MS) {
    throw new DomainError('not-ready', 'Check-in opens an hour before the event starts: try again then.');
  }
  if (now.getTime() <= end + HOURS_AFTER[how] * HOUR_MS) return;
  throw new DomainError(
    'not-ready',
    how === 'code'
      ? 'Check-in by code closed an hour after the event: ask the organiser to check you in by the list.'
      : 'Check-in closed 14 days after the event: who was there can no longer be added.',
  );
}
