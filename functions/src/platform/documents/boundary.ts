import { foldText } from '../text/foldText.ts';
import { lenient, toText } from './fields.ts';
import type { Period } from './isoTime.ts';
import { toPeriod } from './timeField.ts';

/**
 * Where something begins or ends that may be open: null if the document names nothing, as for a position that somebody
 * still has. `unknown` if it names something that is no time, which must not be taken for an open end.
 */
export type Boundary = Period | 'unknown' | null;

/** What people write for an open end, without white space and punctuation. */
const OPEN = new Set(
  ['', 'present', 'current', 'currently', 'now', 'ongoing', 'today', 'todate', 'tilldate', 'tillnow'].concat([
    'untilnow',
    'untilpresent',
    'untiltoday',
    'still',
    'none',
    'na',
    'open',
    'noend',
    'null',
  ]),
);

export const boundary = lenient<Boundary>((value) => {
  if (value === undefined || value === null) return null;
  const period = toPeriod(value);
  if (period !== null) return period;
  const isText = typeof value === 'string' || toText(value) !== null;
  return isText && OPEN.has(fold(toText(value) ?? '')) ? null : 'unknown';
});

function fold(text: string): string {
  return foldText(text).replace(/[\s\p{P}]/gu, '');
}
