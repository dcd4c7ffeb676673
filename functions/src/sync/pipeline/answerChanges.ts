import { MAX_ANSWER_SECONDS } from '../../platform/cache.ts';
import { rowId } from '../../platform/documents/collection.ts';
import type { NewestChanges } from './newestChanges.ts';
import type { PreparedChange, ProjectedChange } from './prepareChange.ts';

/** The changes that a batch applied, with how long ago, in seconds, what their rows say last changed: 0 for now. */
export type AppliedChanges = Map<ProjectedChange, number>;

/**
 * The changes of a batch that leave every cached answer right: those that were applied and changed nothing that answers
 * use, such as a new `lastSeen`, and older states of the same rows.
 *
 * An older state may have been applied before, by a delivery that ended before it could invalidate the cache. It leaves
 * answers only if the row has said the same for longer than any answer is cached; and a state that is superseded by an
 * earlier batch never does.
 */
export function changesThatLeaveAnswers(
  batch: readonly PreparedChange[],
  newest: NewestChanges,
  applied: AppliedChanges,
): PreparedChange[] {
  return batch.filter((change) => {
    if (change.kind !== 'row') return false;
    const latest = newest.get(change.collection)?.get(rowId(change.row.key));
    const unchangedSeconds = latest === undefined ? 0 : (applied.get(latest) ?? 0);
    return unchangedSeconds > (change === latest ? 0 : MAX_ANSWER_SECONDS);
  });
}
