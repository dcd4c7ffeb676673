import { isDomainError } from '../errors.ts';
import type { AnySql } from '../postgres.ts';
import { recordAct, type Act } from './recordAct.ts';

/** What a piece of work is recorded as. */
export interface RecordedWork<Result> extends Pick<Act, 'actor' | 'action' | 'detail'> {
  /** The ids of the people whom the work shows or concerns; without a result, whom it was to. */
  subjects: (result: Result | null) => readonly string[];
  /** Whether it changes something. Then its beginning is recorded, too, or it does not begin. */
  isChange: boolean;
}

/**
 * Does a piece of work on the record. Its result, and why it failed, are passed on only once they have been recorded.
 *
 * @throws whatever the work throws, or why nothing could be recorded
 */
export async function recorded<Result>(
  sql: AnySql,
  { subjects, isChange, ...act }: RecordedWork<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  const record = (outcome: Act['outcome'], result: Result | null): Promise<void> =>
    recordAct(sql, { ...act, subjects: subjects(result), outcome });
  if (isChange) await record('begun', null);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await record(isDomainError(error) ? error.code : 'failed', null);
    throw error;
  }
  await record('ok', result);
  return result;
}
