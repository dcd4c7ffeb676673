import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { count } from '../platform/output.ts';
import { firestore } from '../platform/firestore.ts';
import { allCollections } from './collections/index.ts';
import { discardDeadLetters } from './deadLetters/discardDeadLetters.ts';
import { deadLetterSummary, listDeadLetters, readDeadLetterSummary } from './deadLetters/listDeadLetters.ts';
import { peopleOfPaths } from './deadLetters/peopleOfPaths.ts';
import { replayDeadLetters, replayFields } from './deadLetters/replayDeadLetters.ts';
import { deadLetterSelection, requireDeadLetters } from './deadLetters/selection.ts';

/** Dead letters handled in one call; a replay returns how many remain. */
const MAX_PER_CALL = 1000;

const input = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('list'),
    reason: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('A text that the reason contains; case does not matter.'),
    discarded: z.boolean().default(false).describe('Lists discarded letters instead of open ones.'),
    after: z.int().nonnegative().default(0).describe('The last `id` of the previous page.'),
    limit: z.int().min(1).max(MAX_PER_CALL).default(100),
  }),
  z.strictObject({ action: z.literal('show'), id: z.int().positive() }),
  z.strictObject({ action: z.literal('replay'), selection: deadLetterSelection }),
  z.strictObject({ action: z.literal('discard'), selection: deadLetterSelection }),
]);

const output = z
  .discriminatedUnion('action', [
    z
      .strictObject({
        action: z.literal('list'),
        deadLetters: z.array(deadLetterSummary).describe('In the order of their ids.'),
      })
      .meta({ id: 'DeadLettersListed' }),
    z
      .strictObject({
        action: z.literal('show'),
        deadLetter: deadLetterSummary.nullable().describe('Null if there is none with this id.'),
      })
      .meta({ id: 'DeadLetterShown' }),
    z.strictObject({ action: z.literal('replay'), ...replayFields }).meta({ id: 'DeadLettersReplayed' }),
    z.strictObject({ action: z.literal('discard'), discarded: count }).meta({ id: 'DeadLettersDiscarded' }),
  ])
  .meta({ id: 'DeadLettersManaged', description: 'What an action did, tagged like the input.' });

type Answer = z.infer<typeof output>;

export const manageDeadLetters = callable({
  name: 'manageDeadLetters',
  description: `Lists, shows, replays and discards dead letters, as \`npm run dead-letters\` does, but without the contents of documents.

A replay applies the documents’ current state; one call replays up to 1,000. Operators read the contents with \`npm run dead-letters -- show\`. A discarded letter stays, and is listed with \`discarded\`. \`not-found\` if no open dead letter has the \`id\` or the \`reason\` of a selection.`,
  input,
  output,
  errors: ['not-found'],
  options: { maxInstances: 2, timeoutSeconds: 300 },
  audit: {
    subjects: (answer: Answer | null) => peopleOfPaths(shownLetters(answer)),
    detail: (request) => {
      const { id } =
        'selection' in request ? { id: undefined, ...request.selection } : { id: undefined, ...request };
      return { action: request.action, id };
    },
    isChange: ({ action }) => action === 'replay' || action === 'discard',
  },
  async handle({ sql }, request): Promise<Answer> {
    switch (request.action) {
      case 'list':
        return { action: 'list', deadLetters: await listDeadLetters(sql, request) };
      case 'show':
        return { action: 'show', deadLetter: await readDeadLetterSummary(sql, request.id) };
      case 'replay': {
        await requireDeadLetters(sql, request.selection);
        const source = firestore(firestoreDatabase.value());
        const limit = MAX_PER_CALL;
        const replayed = await replayDeadLetters(source, sql, allCollections, request.selection, { limit });
        return { action: 'replay', ...replayed };
      }
      case 'discard':
        await requireDeadLetters(sql, request.selection);
        return { action: 'discard', discarded: await discardDeadLetters(sql, request.selection) };
    }
  },
});

function shownLetters(answer: Answer | null): readonly { path: string | null }[] {
  if (answer === null) return [];
  if (answer.action === 'list') return answer.deadLetters;
  if (answer.action === 'show') return answer.deadLetter === null ? [] : [answer.deadLetter];
  return answer.action === 'replay' ? answer.failures : [];
}
