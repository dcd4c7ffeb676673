import { refreshCareers } from '../../../../src/careers/refreshCareers.ts';
import { recomputeScores } from '../../../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../../../src/insights/aggregation/refreshAggregates.ts';
import { makeReport } from '../../../../src/insights/makeReport.ts';
import { refreshLabels } from '../../../../src/names/refreshLabels.ts';
import type { JsonObject } from '../../../../src/platform/documents/json.ts';
import type { Sql } from '../../../../src/platform/postgres.ts';
import type { Claims } from '../../../../../scripts/lib/callContext.ts';
import { firestoreWithHeartbeat } from '../../../docs/apiCampus.ts';
import { writeDocuments } from '../../../support/writeDocuments.ts';

export const NOW = new Date('2026-03-16T04:30:00Z');

/** Every kind of person, by what their token claims. */
export const ASKERS = {
  withoutRole: {},
  student: { role: 'student' },
  alumni: { role: 'alumni' },
  faculty: { role: 'faculty', departments: ['Law'] },
  otherFaculty: { role: 'faculty', departments: ['Physics'] },
  idleFaculty: { role: 'faculty' },
  admin: { role: 'admin', departments: ['Law'] },
} as const satisfies Record<string, Claims>;

export type Asker = keyof typeof ASKERS;

/** What documents say of the askers, which grants and takes nothing. */
const MIRRORS: Partial<Record<Asker, string>> = {
  withoutRole: 'admin',
  student: 'faculty',
  admin: 'student',
};

/** Students by department: large enough to be shown, and no multiple of five. Each is called `law0`, `law1`, … */
const STUDENTS = { Law: 7, Art: 8, Physics: 6 };

/** What no answer to anybody shows. */
export const PRIVATE = /secret/;

/** Of the Law department, lets nobody know where they go. */
export const HIDDEN = 'hidden';

/** The id of a file, made of its name: that of its owner. */
export const fileOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padEnd(12, '0').slice(0, 12)}`;

/** The name of a file of somebody's that they delete. */
export const unwanted = (asker: Asker): string => `-${asker}`;

/** Writes the campus, and runs the nights that the answers need. */
export async function writePolicyCampus(sql: Sql): Promise<void> {
  const askers = Object.keys(ASKERS) as Asker[];
  await writeDocuments(sql, {
    ...Object.assign({}, ...askers.map(asker)),
    ...Object.assign({}, ...Object.entries(STUDENTS).map(([name, people]) => department(name, people))),
    ...person('graduate', 'Law', { role: 'alumni' }),
    ...person(HIDDEN, 'Law', { visibility: { attendance: false } }),
    'events/fair': event('law0', 'Law'),
    'events/show': event('art0', 'Art'),
    ...Object.assign({}, ...['fair', ...askers.map(eventOf)].map((id) => attended(id, 'law', STUDENTS.Law))),
    ...attended('show', 'art', STUDENTS.Art),
    // Without a name it is a dead letter.
    'users/nameless': { email: 'nameless@campus.example' },
  });
  await addFiles(sql, 'profile', [...askers, 'law0', 'art0'], (name) => name);
  await addFiles(sql, 'profile', askers, unwanted);
  await addFiles(sql, 'showcase_post', ['law1'], (name) => name);
  await recomputeScores(sql, NOW);
  await refreshLabels(sql);
  await refreshAggregates(sql, NOW);
  const firestore = () => Promise.resolve(firestoreWithHeartbeat());
  for (const { definition } of [refreshCareers, makeReport])
    await definition.run({ sql, now: NOW, firestore });
}

/** The event that somebody has created. */
export const eventOf = (asker: string): string => `of-${asker}`;

function asker(id: Asker): Record<string, JsonObject> {
  return {
    ...person(id, null, { role: MIRRORS[id] ?? null, skills: ['SQL'] }),
    [`users/${id}/positions/now`]: position('Software Engineer', '2025-01-01', null),
    [`events/${eventOf(id)}`]: event(id, null),
  };
}

/** Students who posted and changed their position. */
function department(name: string, people: number): Record<string, JsonObject> {
  const ids = Array.from({ length: people }, (_, index) => `${name.toLowerCase()}${String(index)}`);
  return Object.fromEntries(
    ids.flatMap((id) =>
      Object.entries({
        ...person(id, name, { skills: ['Rust', 'SQL', ...(id === 'law0' ? Object.values(DUPLICATES) : [])] }),
        [`showcase_posts/${id}`]: { userId: id, skills: ['Rust'], createdAt: '2026-02-10T00:00:00Z' },
        [`users/${id}/positions/first`]: position('Software Engineer', '2021-01-01', '2022-12-31'),
        [`users/${id}/positions/second`]: position('Senior Software Engineer', '2023-01-01', null),
      }),
    ),
  );
}

/** Skills to be merged, one for each question. */
export const DUPLICATES = { own: 'Rusty', department: 'Rustic', other: 'Rusting', everyone: 'Rusted' };

function person(id: string, department: string | null, fields: JsonObject): Record<string, JsonObject> {
  const secrets = { email: `${id}@secret.example`, studentId: `secret-${id}` };
  return {
    [`users/${id}`]: { name: id, department, createdAt: '2026-01-10T00:00:00Z', ...secrets, ...fields },
  };
}

const position = (title: string, startDate: string, endDate: string | null): JsonObject => ({
  title,
  organisation: 'Analytical Engines',
  startDate,
  endDate,
});

const event = (createdBy: string, department: string | null): JsonObject => ({
  title: `Event of ${createdBy}`,
  createdBy,
  department,
  startDate: '2026-02-11T00:00:00Z',
});

function attended(eventId: string, prefix: string, people: number): Record<string, JsonObject> {
  const ids = Array.from({ length: people }, (_, index) => `${prefix}${String(index)}`);
  const answer = { status: 'attended', attendedAt: '2026-02-11T00:00:00Z' };
  return Object.fromEntries([...ids, HIDDEN].map((id) => [`events/${eventId}/attendees/${id}`, answer]));
}

async function addFiles<Owner extends string>(
  sql: Sql,
  purpose: string,
  owners: Owner[],
  nameOf: (owner: Owner) => string,
): Promise<void> {
  const files = owners.map((owner) => ({ owner, id: fileOf(nameOf(owner)) }));
  await sql`
    insert into media_files (
      id, user_id, purpose, status, file_type, cloudinary_public_id, cloudinary_version, cloudinary_url,
      declared_format, declared_bytes, file_format, file_size_bytes, upload_until, ready_at
    )
    select id, owner, ${purpose}, 'ready', 'image', id::text, 1, 'https://res.cloudinary.com/' || id, 'jpg', 1000,
      'jpg', 1000, now(), now()
    from jsonb_to_recordset(${JSON.stringify(files)}::text::jsonb) as file (owner text, id uuid)`;
}
