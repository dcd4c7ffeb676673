/**
 * Words that people write where the app expects one of a few, such as a status: each has synonyms. They are compared
 * without case, white space, hyphens and invisible characters. A word in none of the tables is unknown: null, which
 * never counts as any of the others.
 */
import type { z } from 'zod';
import { foldText } from '../text/foldText.ts';
import { lenient, toText } from './fields.ts';

/** Each word with its synonyms, comma-separated. */
type Vocabulary<Word extends string> = Record<Word, string>;

/** Whether somebody comes to an event. Words for a maybe or a waiting list are none of these: they are not going. */
export const attendanceStatus = word({
  going:
    'go, yes, y, attending, will attend, coming, accepted, confirmed, registered, signed up, enrolled, booked, rsvp, rsvped, rsvpd, rsvp yes, joined',
  attended: 'attend, present, was there, checked in, check in, came, participated, completed',
  cancelled:
    'cancel, canceled, no, n, not going, not attending, not coming, wont attend, declined, decline, rejected, refused, withdrawn, withdrew, unregistered, left, no show, noshow, absent, rsvp no',
});

/** Where a request to connect stands. */
export const connectionStatus = word({
  pending: 'pending, requested, request, sent, invited, open, waiting, awaiting',
  accepted: 'accept, confirmed, approved, connected, friend, friends, yes',
  declined:
    'decline, rejected, reject, refused, denied, ignored, blocked, removed, withdrawn, cancelled, canceled, no',
});

/** What a user is on the campus. */
export const roleField = word({
  student:
    'students, undergraduate, undergrad, postgraduate, graduate student, grad student, phd student, learner',
  faculty:
    'faculty member, professor, prof, staff, lecturer, teacher, instructor, academic, academic staff, teaching staff',
  alumni: 'alumnus, alumna, alumnae, alum, alums, graduate, former student',
  admin: 'admins, administrator, administrators',
});

function word<Word extends string>(vocabulary: Vocabulary<Word>): z.ZodType<Word | null> {
  // Folding for the first time takes 50 ms, which not every function needs.
  let table: Map<string, Word> | undefined;
  return lenient((value) => (table ??= indexWords(vocabulary)).get(fold(toText(value) ?? '')) ?? null).meta({
    vocabulary,
  });
}

function indexWords<Word extends string>(vocabulary: Vocabulary<Word>): Map<string, Word> {
  const words = Object.keys(vocabulary) as Word[];
  return new Map(
    words.flatMap((name) =>
      [name, ...vocabulary[name].split(',')].map((synonym) => [fold(synonym), name] as const),
    ),
  );
}

function fold(text: string): string {
  return foldText(text).replace(/[\s_.'’‐-]/g, '');
}
