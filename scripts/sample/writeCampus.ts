import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { generateCampus, type CampusDocument, type CampusOptions } from '../campus/campus.ts';
import type { Student } from './askAsStudent.ts';
import { createAccounts } from './createAccounts.ts';
import { chooseIllustrations, type Illustration } from './illustrations.ts';
import { writeThrough } from './writeThrough.ts';

/** What was written to Firestore. */
export interface WrittenCampus {
  /** Number of documents. */
  documents: number;
  /** Lower bound of the documents' versions; rows with older versions come from earlier runs. */
  minVersion: number;
  /** Pictures for some of the documents. */
  illustrations: Illustration[];
  /** Somebody to try things as. */
  student: Student;
}

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
  await createAccounts(generated);
  const minVersion = await writeThrough(firestore, sql, documents);
  return {
    documents: documents.length,
    minVersion,
    illustrations: chooseIllustrations(generated, options.now ?? new Date()),
    student: chooseStudent(generated),
  };
}

/** The student who has been to most events, who has seen enough for every kind of answer. */
function chooseStudent(documents: CampusDocument[]): Student {
  const visits = new Map<string, number>();
  for (const { path, fields } of documents) {
    const [, uid] = /^events\/[^/]+\/attendees\/([^/]+)$/.exec(path) ?? [];
    if (uid !== undefined && fields['status'] === 'attended') visits.set(uid, (visits.get(uid) ?? 0) + 1);
  }
  const [student] = documents
    .filter(({ path, fields }) => /^users\/[^/]+$/.test(path) && fields['role'] === 'student')
    .map(({ path, fields }) => ({ id: path.slice('users/'.length), name: String(fields['name']) }))
    .sort((one, other) => (visits.get(other.id) ?? 0) - (visits.get(one.id) ?? 0));
  if (student === undefined) throw new Error('the sample campus has no students');
  return student;
}
