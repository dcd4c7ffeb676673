import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { collections } from './collections/index.ts';
import {
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetters,
  showDeadLetter,
} from './deadLetters/deadLetterReplay.ts';

/** Letters that one call handles; a call says how many are left. */
const MAX_PER_CALL = 1000;

/** Which letters: one, those whose reason holds a text, or all. */
const which = z.union([
  z.strictObject({ id: z.int().positive() }),
  z.strictObject({ reason: z.string().min(1).max(200) }),
  z.strictObject({ all: z.literal(true) }),
]);

const input = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('list'),
    reason: z.string().min(1).max(200).optional(),
    after: z.int().nonnegative().default(0),
    limit: z.int().min(1).max(MAX_PER_CALL).default(100),
  }),
  z.strictObject({ action: z.literal('show'), id: z.int().positive() }),
  z.strictObject({ action: z.literal('replay'), which }),
  z.strictObject({ action: z.literal('discard'), which }),
]);

/**
 * For administrators: lists, shows, replays and discards dead letters, as `npm run dead-letters` does.
 *
 * - `{action: 'list', reason?, after?, limit?}` → `{letters: [{id, path, reason, …}]}`, in the order of ids
 * - `{action: 'show', id}` → `{letter}` with the message that failed, or `{letter: null}`
 * - `{action: 'replay', which}` → `{settled, failed, left}`; `which` is `{id}`, `{reason}` or `{all: true}`
 * - `{action: 'discard', which}` → `{discarded}`
 */
export const manageDeadLetters = callable({
  name: 'manageDeadLetters',
  allow: ['admin'],
  input,
  options: { maxInstances: 2, timeoutSeconds: 300 },
  async handle({ sql }, request) {
    switch (request.action) {
      case 'list':
        return { letters: await listDeadLetters(sql, request) };
      case 'show':
        return { letter: await showDeadLetter(sql, request.id) };
      case 'replay': {
        const source = firestore(firestoreDatabase.value());
        return replayDeadLetters(source, sql, Object.values(collections), request.which, {
          limit: MAX_PER_CALL,
        });
      }
      case 'discard':
        return { discarded: await discardDeadLetters(sql, request.which) };
    }
  },
});
