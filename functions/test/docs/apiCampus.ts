import { Timestamp } from 'firebase-admin/firestore';
import { refreshCareers } from '../../src/careers/refreshCareers.ts';
import { recomputeEngagement } from '../../src/engagement/recomputeEngagement.ts';
import { refreshForecast } from '../../src/engagement/refreshForecast.ts';
import { makeReport } from '../../src/insights/makeReport.ts';
import { refreshInsights } from '../../src/insights/refreshInsights.ts';
import { HOUR_MS } from '../../src/learning/calendar.ts';
import { refreshMatching } from '../../src/people/refreshMatching.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { refreshRecommendations } from '../../src/recommendations/refreshRecommendations.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange, type IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { generateCampus } from '../../../scripts/campus/campus.ts';

interface Document {
  path: string;
  data: JsonObject;
}

/** When the examples are asked: a Monday, late enough in the academic year that activity can be forecast. */
export const NOW = new Date('2026-06-15T12:00:00Z');

const STUDENTS = 120;

/** Members of the React club; more than five, so that figures about them are shown. */
const CLUB = [
  ...['Barbara Liskov', 'Radia Perlman', 'Donald Knuth', 'Adele Goldberg', 'Edsger Dijkstra', 'Tony Hoare'],
  ...['Frances Allen', 'Niklaus Wirth', 'Jean Sammet', 'John Backus', 'Lynn Conway', 'Dennis Ritchie'],
  ...['Shafi Goldwasser', 'Leslie Lamport', 'Karen Jones', 'Robin Milner'],
];

/** Alumni who went from software engineer to senior software engineer. */
const ENGINEERS = 12;

/** What the alumni answered to the invitation to the React Night. */
const ANSWERS = ['going', 'cancelled'];

const EVENTS: { id: string; title: string; start: string }[] = [
  { id: 'intro-to-react', title: 'Intro to React', start: '2026-04-15T16:00:00Z' },
  { id: 'react-night', title: 'React Night', start: '2026-05-20T16:00:00Z' },
  { id: 'react-native-lab', title: 'React Native Lab', start: '2026-06-24T16:00:00Z' },
  { id: 'portfolio-evening', title: 'Portfolio Evening', start: '2026-06-30T16:00:00Z' },
];

/**
 * The campus that docs/api.md talks about: a generated one, and the people and events named there. All nightly jobs
 * have run, and one dead letter is open.
 */
export async function writeApiCampus(sql: Sql): Promise<void> {
  const generated = generateCampus({ students: STUDENTS, now: NOW }).map(({ path, fields }) => ({
    path,
    // Dates become ISO 8601 text, which the declarations accept as times.
    data: JSON.parse(JSON.stringify(fields)) as JsonObject,
  }));
  const documents = [...generated, ...club(), ...engineers(), ...requesters()];
  await new Writer(sql, allCollections).apply(documents.map(toChange));
  await addPictures(sql);
  await sql`
    insert into media_plan_reports (reported_on, transformations, stored_bytes, delivered_bytes)
    values (${NOW}::timestamptz::date - 1, 2430, 1900000000, 620000000)`;
  const jobs = [
    recomputeEngagement,
    refreshMatching,
    refreshInsights,
    refreshForecast,
    refreshCareers,
    refreshRecommendations,
    makeReport,
  ];
  for (const { definition } of jobs)
    await definition.run({ sql, now: NOW, firestore: () => Promise.resolve(firestoreWithHeartbeat()) });
}

/** A picture of each member of the club and of each of its events. */
async function addPictures(sql: Sql): Promise<void> {
  const pictures = [
    ...CLUB.map((name) => ({ owner: memberId(name), purpose: 'profile', used_in: memberId(name) })),
    ...EVENTS.map(({ id }) => ({ owner: 'grace', purpose: 'event', used_in: id })),
  ];
  await sql`
    with picture as materialized (
      select gen_random_uuid() as id, owner, purpose, used_in
      from jsonb_to_recordset(${JSON.stringify(pictures)}::text::jsonb) as picture (owner text, purpose text, used_in text)
    ), file as (
      insert into media_files (
        id, user_id, purpose, status, file_type, cloudinary_public_id, cloudinary_version, cloudinary_url,
        thumbnail_url, medium_url, declared_format, declared_bytes, file_format, file_size_bytes, upload_until,
        ready_at
      )
      select id, owner, purpose, 'ready', 'image', id::text, 1, 'https://res.cloudinary.com/full/' || id,
        'https://res.cloudinary.com/thumbnail/' || id, 'https://res.cloudinary.com/medium/' || id, 'jpg', 1000,
        'jpg', 1000, ${NOW}::timestamptz, ${NOW}::timestamptz
      from picture
      returning id
    )
    insert into media_usage (media_id, used_in_type, used_in_id)
    select id, purpose, used_in from picture join file using (id)`;
}

const memberId = (name: string): string => name.toLowerCase().replace(' ', '-');

/** As much of Firestore as the status of the synchronisation reads: a heartbeat, and no control document. */
export function firestoreWithHeartbeat(): Firestore {
  const snapshot = { updateTime: Timestamp.fromDate(NOW), data: () => undefined };
  return { doc: () => ({ get: () => Promise.resolve(snapshot) }) } as unknown as Firestore;
}

/** Those who ask. */
function requesters(): Document[] {
  const skills = [{ name: 'React', level: 4 }, { name: 'SQL', level: 3 }, 'Python'];
  const bio = 'I build mobile apps and like to explain them.';
  return [
    user('ada', 'Ada Lovelace', {
      bio,
      skills,
      verifiedSkills: [{ name: 'React', level: 3, by: 'grace', at: '2026-05-28T09:00:00Z' }],
    }),
    position('ada', 'internship', 'Software Engineer', '2025-06-01', '2025-09-30'),
    post('ada', '2026-05-21T10:00:00Z', ['React', 'SQL']),
    user('grace', 'Grace Hopper', { role: 'faculty' }),
    user('admin', 'Alan Turing', { role: 'admin' }),
    // Without a name it cannot be applied.
    { path: 'events/untitled', data: { description: 'To be announced' } },
  ];
}

/** Ada and her club at their events; in May all of them post about React and Docker, before that only some about React. */
function club(): Document[] {
  const members = CLUB.map((name) => ({ id: memberId(name), name }));
  const ids = ['ada', ...members.map(({ id }) => id)];
  return [
    ...members.map(({ id, name }) => user(id, name, { skills: ['React', 'SQL', 'Docker'] })),
    ...members.map(({ id }, index) =>
      post(id, '2026-05-12T10:00:00Z', ['React', 'Docker', ...(index < 8 ? ['SQL'] : [])]),
    ),
    ...members.slice(0, 5).map(({ id }) => post(id, '2026-04-12T10:00:00Z', ['React'])),
    ...EVENTS.map(({ id, title, start }) => ({
      path: `events/${id}`,
      data: {
        title,
        category: 'workshop',
        department: 'Computer Science',
        createdBy: 'grace',
        skills: ['React'],
        startDate: start,
        endDate: new Date(Date.parse(start) + 2 * HOUR_MS).toISOString(),
      },
    })),
    ...EVENTS.slice(0, 2).flatMap(({ id: event, start }, index) =>
      // Not all of them had been at the first one.
      ids.slice(0, index === 0 ? 11 : undefined).map((id) => ({
        path: `events/${event}/attendees/${id}`,
        // The second event checked people in.
        data: {
          status: 'attended',
          attendedAt: start,
          ...(index === 1 && { checkedInBy: 'grace', checkedInAt: start }),
        },
      })),
    ),
  ];
}

function engineers(): Document[] {
  return Array.from({ length: ENGINEERS }, (_, index) => {
    const id = `engineer${String(index)}`;
    return [
      user(id, `Engineer ${String(index)}`, { role: 'alumni', skills: ['Go', 'SQL', 'React'] }),
      post(id, '2026-04-14T10:00:00Z', ['React']),
      post(id, '2026-05-14T10:00:00Z', ['React', 'Docker']),
      position(id, 'first', 'SWE', '2021-09-01', '2023-08-31'),
      position(id, 'second', 'Senior Software Engineer', '2023-09-01', null),
      { path: `events/react-night/attendees/${id}`, data: { status: ANSWERS[index % 2] ?? null } },
    ];
  }).flat();
}

function user(id: string, name: string, fields: JsonObject): Document {
  const data = {
    email: `${id}@campus.example`,
    name,
    role: 'student',
    department: 'Computer Science',
    createdAt: '2025-09-01T08:00:00Z',
    ...fields,
  };
  return { path: `users/${id}`, data };
}

function post(userId: string, createdAt: string, skills: string[]): Document {
  return {
    path: `showcase_posts/${userId}-${createdAt.slice(0, 10)}`,
    data: { userId, content: 'What I built this week.', category: 'project', skills, createdAt },
  };
}

function position(
  uid: string,
  id: string,
  title: string,
  startDate: string,
  endDate: string | null,
): Document {
  const data = { title, organisation: 'Analytical Engines', industry: 'Software', startDate, endDate };
  return { path: `users/${uid}/positions/${id}`, data };
}

/** A document that was created when what it tells of happened. */
function toChange({ path, data }: Document): IncomingChange {
  const { attendedAt, createdAt } = data as { attendedAt?: string; createdAt?: string };
  const time = attendedAt ?? createdAt ?? '2025-09-01T08:00:00Z';
  const version = Date.parse(time) * 1000;
  return toIncomingChange({ kind: 'upsert', path, version, createTime: time, updateTime: time, data });
}
