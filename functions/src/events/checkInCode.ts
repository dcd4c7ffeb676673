import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { idInput } from '../platform/documents/idInput.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';
import { issueCode } from './checkIns/checkInCodes.ts';
import { requireOpen, requireOrganiser, toOccasion } from './checkIns/occasion.ts';

const input = z.strictObject({ eventId: idInput(1500) });

export interface CheckInCode {
  /** To be shown at the event, such as `K7Q-M29-XTR`. */
  code: string;
  /** Five minutes from now, as RFC 3339. Show the next one before that. */
  expiresAt: string;
}

/** For the owner of an event and staff: a code by which people who are there check themselves in with `checkIn`. */
export const checkInCode = callable({
  name: 'checkInCode',
  input,
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
