import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { parseInput } from '../../functions/src/platform/input.ts';

interface Ranked {
  id: string;
  score: number;
}

/** Answers a question with a ranking. */
export type Kind = (context: CallContext, input: Record<string, unknown>, limit: number) => Promise<Ranked[]>;

/** What can be asked, by the callable's name. */
export const KINDS: Record<string, Kind> = {
  similarStudents: ranking(similarStudents, ({ students }) => students),
};

/**
 * A callable's own handler as a kind.
 *
 * @param ranked takes the ranking out of the answer
 */
function ranking<Input extends { limit: number }, Output>(
  { definition }: Callable<Input, Output>,
  ranked: (answer: Output) => Ranked[],
): Kind {
  return async (context, input, limit) =>
    ranked(await definition.handle(context, { ...parseInput(definition.input, input), limit }));
}
