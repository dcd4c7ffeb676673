import { FieldValue, Timestamp, type DocumentSnapshot, type Transaction } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import { toOccasion, type Occasion } from './occasion.ts';

/** What became of one person. */
export type CheckInResult =
  | 'checked-in'
  /** They were checked in before, and stay so. */
  | 'already'
  | 'withdrawn'
  /** Nothing to withdraw. */
  | 'not-checked-in'
  /** They have not said that they are going. */
  | 'not-joined'
  /** Nobody with a profile has this id. */
  | 'not-found'
  /** Nobody says of themselves that they were there. */
  | 'yourself';

export interface CheckIns {
  eventId: string;
  userIds: readonly string[];
  /** Who says so. */
  by: string;
  /** Whether only people are checked in who said that they are going. */
  joinedOnly: boolean;
  withdraw: boolean;
}

/** People of one transaction. */
const CHUNK_SIZE = 100;

/** The fields that decide what becomes of an attendee. */
const FIELDS = ['status', 'checkedInBy', 'checkedInAt', 'createdAt', 'attendedAt'];

/**
 * Checks people in, or withdraws that. Repeating it changes nothing. Each attendee is read in the transaction that writes
 * them, together with the event, so that neither their own answer nor the deletion of the event gets lost.
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
  const results = new Map<string, CheckInResult>();
  for (let start = 0; start < userIds.length; start += CHUNK_SIZE) {
    const chunk = { ...request, userIds: userIds.slice(start, start + CHUNK_SIZE) };
    const written = await firestore.runTransaction((transaction) =>
      writeChunk(firestore, transaction, chunk, now, check),
    );
    for (const [userId, result] of written) results.set(userId, result);
  }
  return results;
}

async function writeChunk(
  firestore: Firestore,
  transaction: Transaction,
  request: CheckIns,
  now: Date,
  check: (occasion: Occasion) => void,
): Promise<[string, CheckInResult][]> {
  const { eventId, userIds, withdraw } = request;
  const event = firestore.collection('events').doc(eventId);
  const occasion = toOccasion((await transaction.get(event)).data());
  check(occasion);
  const attendees = userIds.map((uid) => event.collection('attendees').doc(uid));
  const people = userIds.map((uid) => firestore.collection('users').doc(uid));
  const found = await transaction.getAll(...attendees, ...people, { fieldMask: FIELDS });
  return userIds.map((uid, index) => {
    const [attendee, person] = [found[index], found[userIds.length + index]];
    if (attendee === undefined || person === undefined) throw new Error('Firestore left out a document');
    const result = withdraw ? withdrawn(attendee) : checkedIn(attendee, person, uid, request);
    if (result === 'checked-in') write(transaction, attendee, uid, request.by, occasion, now);
    if (result === 'withdrawn') undo(transaction, attendee);
    return [uid, result];
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
  const attendedAt = isOver && start !== null ? Timestamp.fromMillis(start) : checkedInAt;
  transaction.set(
    attendee.ref,
    {
      ...{ uid, status: 'attended', checkedInBy: by, checkedInAt },
      ...(attendee.get('attendedAt') === undefined && { attendedAt }),
      ...(!attendee.exists && { createdAt: checkedInAt }),
    },
    { merge: true },
  );
}

/** Leaves what there was before: the answer of somebody who had given one, otherwise nothing. */
function undo(transaction: Transaction, attendee: DocumentSnapshot): void {
  if (isMadeByCheckIn(attendee)) {
    transaction.delete(attendee.ref);
    return;
  }
  const removed = FieldValue.delete();
  transaction.update(attendee.ref, {
    ...{ status: 'going', checkedInBy: removed, checkedInAt: removed },
    // They do not rate what they were not at.
    ...{ attendedAt: removed, rating: removed },
  });
}

/** Whether the document did not exist before: then it was created at the moment of the check-in. */
function isMadeByCheckIn(attendee: DocumentSnapshot): boolean {
  const createdAt: unknown = attendee.get('createdAt');
  const checkedInAt: unknown = attendee.get('checkedInAt');
  return createdAt instanceof Timestamp && checkedInAt instanceof Timestamp && createdAt.isEqual(checkedInAt);
}
