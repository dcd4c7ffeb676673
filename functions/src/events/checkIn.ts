import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { idInput, uidInput } from '../platform/documents/idInput.ts';
import { DomainError } from '../platform/errors.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { invalidField } from '../platform/input.ts';
import { logger } from '../platform/logger.ts';
import { redeemCode } from './checkIns/checkInCodes.ts';
import { requireOpen, requireOrganiser } from './checkIns/occasion.ts';
import { checkInResult, writeCheckIns, type CheckInResult } from './checkIns/writeCheckIns.ts';

const input = z.strictObject({
  eventId: idInput(1500)
    .optional()
    .describe('Required with `userIds`; with `code`, optional: the only event for which the code counts.'),
  userIds: z.array(uidInput).min(1).max(200).optional().describe('Who was there.'),
  withdraw: z.boolean().default(false).describe('With `userIds`: withdraws their check-in.'),
  code: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .describe('Instead of `userIds`: a code from `checkInCode`; case, spaces and hyphens do not matter.'),
});

/** The results of people of whom something is known or was. */
const CONCERNED: ReadonlySet<CheckInResult> = new Set(['checked-in', 'already', 'withdrawn']);

type CheckInRequest = z.infer<typeof input>;

const output = z
  .strictObject({
    eventId: z.string(),
    results: z
      .array(
        z
          .strictObject({ userId: z.string(), result: checkInResult })
          .meta({ id: 'PersonCheckIn', description: 'What became of one person.' }),
      )
      .describe('In the order of the input, each person once.'),
  })
  .meta({ id: 'CheckIns' });

export type CheckIn = z.infer<typeof output>;

export const checkIn = callable({
  name: 'checkIn',
  description: `Checks people in at an event: by list, for its owner, faculty and administrators; by code, for oneself.

Owners who are not staff check in people who have said that they are going; others enter the code themselves. Each person is decided alone. People who let nobody know where they go can be checked in, and are still shown to nobody else.

By list, check-in is open from an hour before the event until 14 days after it; by code, until an hour after it. Outside these times, and for an event without a start, the call fails with \`not-ready\`. A check-in can be withdrawn at any time, which leaves what there was before: the person’s answer, without a rating; what an import says; or nothing.

\`not-found\` if the code is wrong or has expired; \`not-allowed\` for the person who made it. The record says who checked somebody in: with a code, the person who made it.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  // The calls of any member leave rows in the audit log, which nobody can delete.
  rateLimit: { calls: 500, seconds: 86_400 },
  audit: {
    // Not all whom the input names: members could fill the record with ids of nobody.
    subjects: (answer: CheckIn | null) =>
      answer?.results.filter(({ result }) => CONCERNED.has(result)).map(({ userId }) => userId) ?? [],
    detail: ({ eventId, withdraw }) => ({ eventId, withdraw }),
    // Who enters a code says something of themselves alone.
    isChange: ({ userIds }) => userIds !== undefined,
  },
  options: deployedAs('records'),
  handle: (context, request) => checkPeopleIn(context, firestore(firestoreDatabase.value()), request),
});

/** @throws DomainError */
export async function checkPeopleIn(
  context: CallContext,
  database: Firestore,
  { eventId, userIds, withdraw, code }: CheckInRequest,
): Promise<CheckIn> {
  if (code !== undefined) {
    if (userIds !== undefined)
      throw invalidField('userIds', 'invalid', 'must be left out where there is a code');
    if (withdraw) throw invalidField('withdraw', 'invalid', 'must be left out where there is a code');
    return checkInByCode(context, database, code, eventId);
  }
  if (userIds === undefined) throw invalidField('userIds', 'required', 'is required where there is no code');
  if (eventId === undefined) throw invalidField('eventId', 'required', 'is required where there is no code');
  return checkInByList(context, database, { eventId, userIds, withdraw });
}

async function checkInByList(
  { uid, reach, now }: CallContext,
  database: Firestore,
  { eventId, userIds, withdraw }: { eventId: string; userIds: string[]; withdraw: boolean },
): Promise<CheckIn> {
  const joinedOnly = reach !== 'everyone';
  const request = { eventId, userIds, by: uid, joinedOnly, withdraw };
  const results = await writeCheckIns(database, request, now, (occasion) => {
    requireOrganiser(occasion, { uid, reach });
    if (!withdraw) requireOpen(occasion, 'list', now);
  });
  logger.info('people checked in', { eventId, by: uid, withdraw, people: results.size });
  return { eventId, results: [...results].map(([userId, result]) => ({ userId, result })) };
}

async function checkInByCode(
  { uid, sql, now }: CallContext,
  database: Firestore,
  code: string,
  expectedId: string | undefined,
): Promise<CheckIn> {
  const { eventId, issuedBy } = await redeemCode(sql, code, expectedId, now);
  const request = { eventId, userIds: [uid], by: issuedBy, joinedOnly: false, withdraw: false };
  const results = await writeCheckIns(database, request, now, (occasion) => {
    requireOpen(occasion, 'code', now);
  });
  const result = results.get(uid);
  if (result === 'yourself') {
    throw new DomainError('not-allowed', 'You made this code yourself: have somebody else check you in.');
  }
  if (result === 'not-found') throw new DomainError('not-found', 'You have no profile yet: save it first.');
  logger.info('checked in by code', { eventId, uid, by: issuedBy, result });
  return { eventId, results: [{ userId: uid, result: result ?? 'checked-in' }] };
}
