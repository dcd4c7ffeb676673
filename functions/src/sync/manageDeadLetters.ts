import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { allCollections } from './collections/index.ts';
import { discardDeadLetters } from './deadLetters/discardDeadLetters.ts';
import {
  listDeadLetters,
  readDeadLetterSummary,
  type DeadLetterSummary,
} from './deadLetters/listDeadLetters.ts';
import { peopleOfPaths } from './deadLetters/peopleOfPaths.ts';
import { replayDeadLetters, type ReplayResult } from './deadLetters/replayDeadLetters.ts';
import { requireDeadLetters } from './deadLetters/selection.ts';

/** Dead letters handled in one call; a replay returns how many remain. */
const MAX_PER_CALL = 1000;

/** One dead letter, those whose reason contains a text, or all. */
const selection = z.union([
  z.strictObject({ id: z.int().positive() }),
  z.strictObject({ reason: z.string().min(1).max(200) }),
  z.strictObject({ all: z.literal(true) }),
]);

const input = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('list'),
    reason: z.string().min(1).max(200).optional(),
    discarded: z.boolean().default(false),
    after: z.int().nonnegative().default(0),
    limit: z.int().min(1).max(MAX_PER_CALL).default(100),
  }),
  z.strictObject({ action: z.literal('show'), id: z.int().positive() }),
  z.strictObject({ action: z.literal('replay'), selection }),
  z.strictObject({ action: z.literal('discard'), selection }),
]);

type Answer =
  | { deadLetters: DeadLetterSummary[] }
  | { deadLetter: DeadLetterSummary | null }
  | ReplayResult
  | { discarded: number };

/**
 * For administrators: lists, shows, replays and discards dead letters. What the documents say is for operators alone, who
 * read it with `npm run dead-letters -- show`.
 *
 * - `{action: 'list', reason?, discarded?, after?, limit?}` → `{deadLetters: [{id, path, reason, …}]}`, ordered by id
 * - `{action: 'show', id}` → `{deadLetter: {id, path, reason, …}}`, or `{deadLetter: null}`
 * - `{action: 'replay', selection}` → `{resolved, failed, remaining, failures: [{id, path, reason}]}`
 * - `{action: 'discard', selection}` → `{discarded}`
 *
 * A selection is `{id}`, `{reason}` or `{all: true}`; `not-found` if no dead letter has the id or the reason.
 */
export const manageDeadLetters = callable({
  name: 'manageDeadLetters',
  input,
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
        return { deadLetters: await listDeadLetters(sql, request) };
      case 'show':
        return { deadLetter: await readDeadLetterSummary(sql, request.id) };
      case 'replay': {
        await requireDeadLetters(sql, request.selection);
        const source = firestore(firestoreDatabase.value());
        const limit = MAX_PER_CALL;
        return replayDeadLetters(source, sql, allCollections, request.selection, { limit });
      }
      case 'discard':
        await requireDeadLetters(sql, request.selection);
        return { discarded: await discardDeadLetters(sql, request.selection) };
    }
  },
});

function shownLetters(answer: Answer | null): readonly { path: string | null }[] {
  if (answer === null) return [];
  if ('deadLetters' in answer) return answer.deadLetters;
  if ('deadLetter' in answer) return answer.deadLetter === null ? [] : [answer.deadLetter];
  return 'failures' in answer ? answer.failures : [];
}
