import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { idInput } from '../platform/documents/idInput.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';
import { time } from '../platform/output.ts';
import { issueCode } from './checkIns/checkInCodes.ts';
import { requireOpen, requireOrganiser, toOccasion } from './checkIns/occasion.ts';

const input = z.strictObject({ eventId: idInput(1500) });

const output = z
  .strictObject({
    code: z.string().describe('To be shown at the event, such as `K7Q-M29-XTR`.'),
    expiresAt: time.describe('Five minutes from the call. Show the next one before that.'),
  })
  .meta({ id: 'CheckInCode' });

export type CheckInCode = z.infer<typeof output>;

export const checkInCode = callable({
  name: 'checkInCode',
  description: `A code to show at an event, by which people there check themselves in with \`checkIn\`.

It works for five minutes, for anybody who learns it: a friend who forwards it at once lets somebody in who is not there. Show the next one before it expires, and no longer than needed; whom nobody saw can be withdrawn. Codes that are still valid are not cancelled by a new one. It is open from an hour before the event until an hour after it; otherwise \`not-ready\`.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  // Enough for a new code every five minutes. Each call leaves rows in the audit log, which nobody can delete.
  rateLimit: { calls: 300, seconds: 86_400 },
  audit: { subjects: () => [], detail: ({ eventId }) => ({ eventId }), isChange: () => true },
  options: deployedAs('records'),
  handle: (context, { eventId }) => makeCode(context, firestore(firestoreDatabase.value()), eventId),
});

/** @throws DomainError */
export async function makeCode(
  { uid, reach, sql, now }: CallContext,
  database: Firestore,
  eventId: string,
): Promise<CheckInCode> {
  const event = await database.collection('events').doc(eventId).get();
  const occasion = toOccasion(event.data());
  requireOrganiser(occasion, { uid, reach });
  requireOpen(occasion, 'code', now);
  const { code, expiresAt } = await issueCode(sql, { eventId, issuedBy: uid }, now);
  logger.info('check-in code made', { eventId, by: uid });
  return { code, expiresAt: expiresAt.toISOString() };
}
