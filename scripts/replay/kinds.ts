import { indexEverybody } from '../../functions/src/people/search/indexer.ts';
import { searchTalent } from '../../functions/src/people/searchTalent.ts';
import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { embedder } from '../../functions/src/platform/embedder.ts';
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
  searchTalent: afterIndexing(ranking(searchTalent, ({ people }) => people)),
};

/** The search index is brought up to date first, as the schedule does every few minutes. */
function afterIndexing(kind: Kind): Kind {
  return async (context, input, limit) => {
    const [waiting] = await context.sql`select from search_queue limit 1`;
    if (waiting) await indexEverybody(context.sql, await embedder());
    return kind(context, input, limit);
  };
}

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
