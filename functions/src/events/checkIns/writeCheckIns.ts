import { z } from 'zod';
import { FieldValue, Timestamp, type DocumentSnapshot, type Transaction } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import { toOccasion, type Occasion } from './occasion.ts';

/** What became of one person. */
export const checkInResult = z
  .enum(['checked-in', 'already', 'withdrawn', 'not-checked-in', 'not-joined', 'not-found', 'yourself'])
  .meta({
    id: 'CheckInResult',
    description:
      '`already`: they were checked in before, and stay so. `not-checked-in`: there was nothing to withdraw. `not-joined`: for owners, somebody who has not said that they are going. `not-found`: for staff, somebody without a profile. `yourself`: nobody can say so of themselves.',
  });

export type CheckInResult = z.infer<typeof checkInResult>;

export interface CheckIns {
  eventId: string;
  userIds: readonly string[];
  /** Who says so. */
  by: string;
  /** Whether only people are checked in who said that they are going. */
  joinedOnly: boolean;
  withdraw: boolean;
}

/** The fields that decide what becomes of an attendee. */
const FIELDS = ['status', 'checkedInBy', 'attendedAt', 'beforeCheckIn'];

/**
 * Checks people in, or withdraws that: all of them or, if it fails, nobody. Repeating it changes nothing. The attendees are
 * read in the transaction that writes them, together with the event, so that neither their own answers nor the deletion
 * of the event get lost.
 *
 * @param check decides whether the event allows it; what it throws is passed on
 */
export async function writeCheckIns(
  firestore: Firestore,
  request: CheckIns,
  now: Date,
  check: (occasion: Occasion) => void,
): Promise<Map<string, CheckInResult>> {
  const userIds = [...new Set(request.userIds)];
  const event = firestore.collection('events').doc(request.eventId);
  const attendees = userIds.map((uid) => event.collection('attendees').doc(uid));
  const people = userIds.map((uid) => firestore.collection('users').doc(uid));
  return firestore.runTransaction(async (transaction) => {
    const occasion = toOccasion((await transaction.get(event)).data());
    check(occasion);
    const found = await transaction.getAll(...attendees, ...people, { fieldMask: FIELDS });
    const results = userIds.map((uid, index): [string, CheckInResult] => {
      const [attendee, person] = [found[index], found[userIds.length + index]];
      if (attendee === undefined || person === undefined) throw new Error('Firestore left out a document');
      const result = request.withdraw ? withdrawn(attendee) : checkedIn(attendee, person, uid, request);
      if (result === 'checked-in') write(transaction, attendee, uid, request.by, occasion, now);
      if (result === 'withdrawn') undo(transaction, attendee);
      return [uid, result];
    });
    return new Map(results);
  });
}

function checkedIn(
  attendee: DocumentSnapshot,
  person: DocumentSnapshot,
  uid: string,
  { by, joinedOnly }: CheckIns,
): CheckInResult {
  if (uid === by) return 'yourself';
  if (isCheckedIn(attendee)) return 'already';
  // Whether a person exists is not told to those who may only check in who has joined.
  if (joinedOnly) return hasJoined(attendee) ? 'checked-in' : 'not-joined';
  return person.exists ? 'checked-in' : 'not-found';
}

function withdrawn(attendee: DocumentSnapshot): CheckInResult {
  return isCheckedIn(attendee) ? 'withdrawn' : 'not-checked-in';
}

function isCheckedIn(attendee: DocumentSnapshot): boolean {
  return attendee.get('status') === 'attended' && typeof attendee.get('checkedInBy') === 'string';
}

function hasJoined(attendee: DocumentSnapshot): boolean {
  return ['going', 'attended'].includes(attendee.get('status') as string);
}

/** Arrived now or, if the event is over or has not begun, unknown but for the day it started. */
function write(
  transaction: Transaction,
  attendee: DocumentSnapshot,
  uid: string,
  by: string,
  { start, end }: Occasion,
  now: Date,
): void {
  const checkedInAt = Timestamp.fromDate(now);
  const isOver = end !== null && now.getTime() > end;
  const arrivedAt = isOver && start !== null ? Timestamp.fromMillis(start) : checkedInAt;
  const answer = {
    status: attendee.get('status') as unknown,
    attendedAt: attendee.get('attendedAt') as unknown,
  };
  const beforeCheckIn = Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
  transaction.set(
    attendee.ref,
    {
      ...{ uid, status: 'attended', checkedInBy: by, checkedInAt },
      attendedAt: answer.attendedAt ?? arrivedAt,
      ...(attendee.exists ? { beforeCheckIn } : { createdAt: checkedInAt }),
    },
    { merge: true },
  );
}

/** Leaves what there was before: the person's answer, or what an import said, otherwise nothing. */
function undo(transaction: Transaction, attendee: DocumentSnapshot): void {
  if (attendee.get('beforeCheckIn') === undefined) {
    transaction.delete(attendee.ref);
    return;
  }
  const removed = FieldValue.delete();
  const status: unknown = attendee.get('beforeCheckIn.status');
  const attendedAt: unknown = attendee.get('beforeCheckIn.attendedAt');
  transaction.update(attendee.ref, {
    ...{ status: status ?? removed, attendedAt: attendedAt ?? removed },
    ...{ checkedInBy: removed, checkedInAt: removed, beforeCheckIn: removed },
    // They do not rate what they were not at.
    ...(status !== 'attended' && { rating: removed }),
  });
}
