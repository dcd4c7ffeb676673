import { z } from 'zod';
import { boundary } from '../../platform/documents/boundary.ts';
import { openTimes } from '../../platform/documents/documentTimes.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';
import { isBefore, shortText } from '../../platform/documents/fields.ts';
import { pickFields } from './pickFields.ts';

/** The fields of a position that a card depends on. */
export const POSITION_FIELDS = ['title', 'organisation', 'startDate', 'endDate'] as const;

/** A position that somebody holds now, read as the `positions` table reads it. */
export interface CurrentPosition {
  id: string;
  title: string | null;
  organisation: string | null;
  /** RFC 3339 in UTC; null if unknown. */
  start: string | null;
}

const schema = z.object({
  title: shortText,
  organisation: shortText,
  startDate: boundary,
  endDate: boundary,
});

/** A position, if it names a title or an organisation and is known to have begun and not ended; otherwise null. */
export function toCurrentPosition(
  id: string,
  data: Record<string, unknown> | undefined,
  now: Date,
): CurrentPosition | null {
  const parsed = schema.safeParse(encodeMap(pickFields(data ?? {}, POSITION_FIELDS)));
  if (!parsed.success) return null;
  const { title, organisation, startDate, endDate } = parsed.data;
  const { start, end, unknown } = openTimes(startDate, endDate);
  if (unknown || (title ?? organisation) === null) return null;
  const present = now.toISOString();
  const hasBegun = start === null || !isBefore(present, start);
  return hasBegun && (end === null || isBefore(present, end)) ? { id, title, organisation, start } : null;
}

/** The position that was started last; one whose start is unknown only if there is no other. */
export function latestPosition(positions: readonly CurrentPosition[]): CurrentPosition | undefined {
  return positions.toSorted((one, other) => byStart(one, other) || (one.id < other.id ? -1 : 1))[0];
}

function byStart({ start: one }: CurrentPosition, { start: other }: CurrentPosition): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return Number(isBefore(one, other)) - Number(isBefore(other, one));
}
