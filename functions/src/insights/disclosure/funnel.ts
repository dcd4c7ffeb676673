import type { EventCounts } from '../queries/eventCounts.ts';
import { discloseNestedCounts } from './disclosureRules.ts';
import type { Viewer } from './disclosureViewer.ts';

/**
 * Users who responded to an event, who are going or came, who attended as is known or claimed, and who is known to have
 * been there, having been checked in; null where it may not be shown.
 */
export interface Funnel {
  answered: number | null;
  going: number | null;
  attended: number | null;
  checkedIn: number | null;
}

export const NOTHING_SHOWN: Funnel = { answered: null, going: null, attended: null, checkedIn: null };

/** Why nothing is shown, whether nobody has answered or fewer than five. */
export const TOO_FEW_ANSWERS = 'Figures are shown from the night after five people have answered.';

/** Counts that contain each other, smallest first, as the viewer may see them; none while they are not known. */
export function discloseKnown(
  viewer: Viewer,
  { refreshedAt, isNew }: EventCounts,
  nested: number[],
): (number | null)[] {
  return refreshedAt === null || isNew ? [] : discloseNestedCounts(viewer, nested);
}

/** The funnel of an event as the viewer may see it. */
export function discloseFunnel(viewer: Viewer, counts: EventCounts): Funnel {
  const nested = [counts.checkedIn, counts.attended, counts.going, counts.answered];
  const [checkedIn = null, attended = null, going = null, answered = null] = discloseKnown(
    viewer,
    counts,
    nested,
  );
  return { answered, going, attended, checkedIn };
}

export function isNothingShown({ answered, going, attended, checkedIn }: Funnel): boolean {
  return (checkedIn ?? attended ?? going ?? answered) === null;
}
