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
    expiresAt: time.describe('Five minutes after the call.'),
  })
  .meta({ id: 'CheckInCode' });

export type CheckInCode = z.infer<typeof output>;

export const checkInCode = callable({
  name: 'checkInCode',
  description: `A code to show at an event, by which people there check themselves in with \`checkIn\`.

It works for five minutes, for anybody who learns it: somebody who forwards it at once checks in a friend who is not there. So show it no longer than needed, and the next one before it expires; check-ins of people whom nobody saw can be withdrawn. A new code does not cancel those that are still valid. Codes are given from an hour before the event until an hour after it; otherwise the call fails with \`not-ready\`.`,
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
