import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { generateCampus, type CampusDocument, type CampusOptions } from '../campus/campus.ts';
import type { Student } from './askAsStudent.ts';
import { writeThrough } from './writeThrough.ts';

/** What was written to Firestore. */
export interface WrittenCampus {
  /** Number of documents. */
  documents: number;
  /** Lower bound of the documents' versions; rows with older versions come from earlier runs. */
  minVersion: number;
  /** Documents that should get a picture. */
  illustrated: IllustratedDocument[];
  /** Somebody to try things as. */
  student: Student;
}

/** A document that should get a picture. */
export interface IllustratedDocument {
  path: string;
  purpose: Purpose;
  /** The user who uploads it. */
  uid: string;
  /** Drawn on the picture. */
  title: string;
}

type Purpose = 'showcase_post' | 'profile' | 'event';

/** Number of pictures per purpose: enough to look at, and quick to upload. */
const PICTURES: Record<Purpose, number> = { showcase_post: 20, profile: 8, event: 8 };

/** Generates a campus and writes it to Firestore; resolves when it has arrived in Postgres. */
export async function writeCampus(
  firestore: Firestore,
  sql: Sql,
  options: CampusOptions,
): Promise<WrittenCampus> {
  const generated = generateCampus(options);
  // The generated media ids refer to no files; uploaded pictures are referenced later.
  const documents = generated.map(({ path, fields }) => ({
    path,
    fields: {
      ...Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'mediaIds')),
      // What they tell happened before they are written.
      imported: true,
    },
  }));
  const minVersion = await writeThrough(firestore, sql, documents);
  return {
    documents: documents.length,
    minVersion,
    illustrated: chooseIllustrated(generated),
    student: chooseStudent(generated),
  };
}

/** The first student with skills and a position. */
function chooseStudent(documents: CampusDocument[]): Student {
  const students = documents.filter(
    ({ path, fields }) =>
      /^users\/[^/]+$/.test(path) &&
      fields['role'] === 'student' &&
      (fields['skills'] as unknown[]).length > 2,
  );
  const student =
    students.find((each) => documents.some(({ path }) => path.startsWith(`${each.path}/positions/`))) ??
    students[0];
  if (student === undefined) throw new Error('the sample campus has no student with skills');
  return { id: student.path.split('/')[1] ?? '', name: String(student.fields['name']) };
}

/** Picks the newest posts that had media, and the first profiles and events. */
function chooseIllustrated(documents: CampusDocument[]): IllustratedDocument[] {
  const matching = (pattern: RegExp): CampusDocument[] => documents.filter(({ path }) => pattern.test(path));
  const posts = matching(/^showcase_posts\//)
    .filter(({ fields }) => (fields['mediaIds'] as unknown[]).length > 0)
    .slice(-PICTURES.showcase_post);
  const users = matching(/^users\/[^/]+$/).slice(0, PICTURES.profile);
  const events = matching(/^events\/[^/]+$/).slice(0, PICTURES.event);
  return [
    ...posts.map(({ path, fields }) =>
      illustrate(path, 'showcase_post', fields['userId'], fields['category']),
    ),
    ...users.map(({ path, fields }) => illustrate(path, 'profile', path.split('/')[1], fields['name'])),
    ...events.map(({ path, fields }) => illustrate(path, 'event', fields['createdBy'], fields['title'])),
  ];
}

function illustrate(path: string, purpose: Purpose, uid: unknown, title: unknown): IllustratedDocument {
  return { path, purpose, uid: String(uid), title: String(title) };
}
