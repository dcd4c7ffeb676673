import { z } from 'zod';
import { count } from '../../platform/output.ts';
import type { EventCounts } from '../queries/eventCounts.ts';
import { discloseNestedCounts } from './disclosureRules.ts';
import type { Viewer } from './disclosureViewer.ts';

/** Users who responded to an event, and what became of it. */
export const funnel = z
  .strictObject({
    answered: count.nullable().describe('People who have answered, whatever their answer.'),
    going: count.nullable().describe('Those of them who are going or came.'),
    attended: count.nullable().describe('Those of them who attended, whether known or claimed.'),
    checkedIn: count
      .nullable()
      .describe('Those of them who were checked in, and so are known to have been there.'),
  })
  .meta({
    id: 'EventFunnel',
    description:
      'How many people answered the invitation to an event, and came; null where it may not be shown.',
  });

export type Funnel = z.infer<typeof funnel>;

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
