/**
 * Words that people write where the app expects one of a few, such as a status: each has synonyms. They are compared by
 * their letters and digits alone; a question mark makes a word uncertain. A word in none of the tables is unknown: null,
 * which never counts as any of the others.
 */
import type { z } from 'zod';
import { foldText } from '../text/foldText.ts';
import { lenient, toText } from './fields.ts';

/** Each word with its synonyms, comma-separated. */
type Vocabulary<Word extends string> = Record<Word, string>;

/** Whether somebody comes to an event. Words for a maybe or a waiting list are none of these: they are not going. */
export const attendanceStatus = word({
  going: `go, im going, i am going, will go, yes, y, yep, yeah, attending, will attend, coming, will come, will be there,
    ill be there, definitely, accept, accepted, confirm, confirmed, registered, signed up, enrolled, booked, rsvp, rsvped,
    rsvpd, rsvp yes, joined, joining, ja, oui, sí, sim, confirmado, confirmé, zugesagt`,
  attended: `attend, present, was there, checked in, check in, came, participated, completed, showed up, asistió,
    teilgenommen, anwesend`,
  cancelled: `cancel, canceled, no, n, nope, nein, non, não, not going, not attending, not coming, wont attend, wont go,
    wont come, will not attend, cant go, cant come, cant attend, cant make it, cannot go, cannot come, cannot attend,
    unable to attend, declined, decline, rejected, refused, withdrawn, withdrew, unregistered, dropped, left, no show,
    didnt attend, did not attend, not attended, didnt come, absent, missed, excused, rsvp no, not interested, cancelado,
    annulé, abgesagt`,
});

/** Where a request to connect stands. */
export const connectionStatus = word({
  pending: `requested, request, request sent, sent, invited, invite sent, invitation sent, open, waiting, awaiting,
    awaiting approval, waiting for approval, pending approval, unanswered`,
  accepted: 'accept, confirmed, approved, connected, friend, friends, mutual, yes',
  declined: `decline, rejected, reject, refused, denied, ignored, blocked, removed, withdrawn, cancelled, canceled,
    unfriended, disconnected, expired, no`,
});

/** What a user is on the campus. */
export const roleField = word({
  student: `students, undergraduate, undergraduate student, undergrad, undergrad student, postgraduate,
    postgraduate student, postgrad, graduate student, grad student, bachelor student, bachelors student, master student,
    masters student, msc student, bsc student, mba student, phd student, phd candidate, doctoral student,
    doctoral candidate, exchange student, visiting student, international student, freshman, sophomore, learner, pupil,
    estudiante, estudiant, alumno, étudiant, étudiante, studente, studentessa, studierende, studierender, studentin,
    estudante, aluno`,
  faculty: `faculty member, faculty staff, professor, prof, assistant professor, associate professor, adjunct professor,
    full professor, visiting professor, professor emeritus, emeritus professor, staff, staff member, lecturer,
    senior lecturer, teacher, instructor, academic, academic staff, teaching staff, profesor, profesora, professeur,
    professeure, enseignant, enseignante, docente, dozent, dozentin, professorin, lehrende, lehrender`,
  alumni: `alumnus, alumna, alumnae, alum, alums, alumni member, graduate, former student, exalumno, exalumna, egresado,
    egresada, ancien étudiant, ancienne étudiante, ehemalige, ehemaliger, absolvent, absolventin`,
  admin:
    'admins, administrator, administrators, administrador, administradora, administrateur, administratrice',
});

function word<Word extends string>(written: Vocabulary<Word>): z.ZodType<Word | null> {
  const lines = Object.entries<string>(written).map(([name, synonyms]) => [
    name,
    synonyms.replace(/\s+/g, ' '),
  ]);
  const vocabulary = Object.fromEntries(lines) as Vocabulary<Word>;
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

/** Without accents and punctuation, since people leave both out: `étudiant` is `etudiant`, and `No-show!` is `no_show`. */
function fold(text: string): string {
  return foldText(text)
    .normalize('NFKD')
    .replace(/[\p{M}\s]|(?![?؟])\p{P}/gu, '');
}
