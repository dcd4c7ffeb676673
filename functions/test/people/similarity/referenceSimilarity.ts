import type { Sql } from '../../../src/platform/postgres.ts';

interface Person {
  id: string;
  role: string | null;
  departmentKey: string | null;
  live: boolean;
  /** Skills with their levels, skills named in posts, and events. */
  skills: Map<string, number>;
  interests: Set<string>;
  events: Set<string>;
  vector: number[] | null;
}

/** A campus in memory, with the number of people who have each skill, name it in posts, and attend each event. */
export interface People {
  population: number;
  people: Map<string, Person>;
  skillPeople: Map<string, number>;
  authors: Map<string, number>;
  eventPeople: Map<string, number>;
}

export interface SimilarityQuery {
  limit: number;
  departmentKey: string | null;
  role: string | null;
  candidates: string[] | null;
}

/** Reads whole tables; counts what the statistics lack. */
export async function readPeople(sql: Sql): Promise<People> {
  const people = new Map<string, Person>();
  for (const { id, role, department_key: departmentKey, live } of await sql`
    select id, role, department_key, live from users`) {
    const traits = { skills: new Map(), interests: new Set<string>(), events: new Set<string>() };
    people.set(id, { id, role, departmentKey, live, ...traits, vector: null });
  }
  const skillPeople = new Map<string, number>();
  const authors = new Map<string, number>();
  const eventPeople = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): unknown =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { id, skill, level } of await sql`
    select user_id as id, skill_id::text as skill, proficiency_level as level from user_skills`) {
    people.get(id)?.skills.set(skill, level ?? 3);
    add(skillPeople, skill);
  }
  for (const { id, skill } of await sql`
    select distinct user_id as id, skill_id::text as skill from post_skills`) {
    people.get(id)?.interests.add(skill);
    if (people.get(id)?.live) add(authors, skill);
  }
  const attendance = await sql`
    select user_id as id, event_id as event, status, events.live as known
    from event_attendance join events on events.id = event_id
    where event_attendance.live`;
  const attended = new Set(
    attendance.filter(({ status }) => status === 'attended').map(({ event }) => event),
  );
  for (const { id, event, status, known } of attendance) {
    if (status !== (attended.has(event) ? 'attended' : 'going')) continue;
    if (known) people.get(id)?.events.add(event);
    if (people.get(id)?.live) add(eventPeople, event);
  }
  for (const {
    id,
    vector,
  } of await sql`select user_id as id, to_json(vector) as vector from attendance_embeddings`) {
    people.get(id)!.vector = vector;
  }
  for (const row of await sql`
    select id::text as skill, people::integer, authors::integer from skills where people is not null`) {
    skillPeople.set(row['skill'], row['people']);
    authors.set(row['skill'], row['authors']);
  }
  for (const row of await sql`select event_id as event, people::integer from event_statistics`) {
    eventPeople.set(row['event'], row['people']);
  }
  const [refresh] = await sql`select population::integer from matching_refresh`;
  const population = refresh?.['population'] ?? [...people.values()].filter(({ live }) => live).length;
  return { population, people, skillPeople, authors, eventPeople };
}

/** A reference implementation of the search: scores everyone by the documented formula. */
export function scoreEveryone(
  campus: People,
  requesterId: string,
  { limit, departmentKey, role, candidates }: SimilarityQuery,
): { id: string; score: number }[] {
  const requester = campus.people.get(requesterId);
  if (requester === undefined) throw new Error('there is no such requester');
  const roles = role === null ? [null, 'student', 'alumni'] : [role];
  return [...campus.people.values()]
    .filter(({ id, live }) => live && id !== requesterId)
    .filter((person) => candidates === null || candidates.includes(person.id))
    .filter((person) => (candidates !== null && role === null) || roles.includes(person.role))
    .filter((person) => departmentKey === null || person.departmentKey === departmentKey)
    .map((person) => ({ id: person.id, score: scoreOf(campus, requester, person) }))
    .filter(({ score }) => score > 0 || candidates !== null)
    .sort((a, b) => significantDigits(b.score) - significantDigits(a.score) || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** The score without the last digits, which depend on the order of addition. */
function significantDigits(score: number): number {
  return Math.round(score * 1e13);
}

/** Weights are multiples of this. */
const WEIGHT_UNIT = 10 / 2 ** 34;

function rounded(weight: number): number {
  return Math.round(weight / WEIGHT_UNIT) * WEIGHT_UNIT;
}

function scoreOf(campus: People, requester: Person, other: Person): number {
  const rarity = (people: number | undefined): number =>
    Math.log(1 + campus.population / Math.max(people ?? 0, 1));
  let skillScore = 0;
  for (const [skill, level] of requester.skills) {
    const otherLevel = other.skills.get(skill);
    if (otherLevel === undefined) continue;
    skillScore +=
      rounded(rarity(campus.skillPeople.get(skill)) ** 2) * (0.5 + 0.1 * Math.min(level, otherLevel));
  }
  for (const skill of requester.interests.intersection(other.interests)) {
    skillScore += rounded(rarity(campus.authors.get(skill)) ** 2) / 2;
  }
  let coAttendance = 0;
  for (const event of requester.events.intersection(other.events)) {
    coAttendance += rounded(rarity(campus.eventPeople.get(event)));
  }
  // The column has single precision.
  const product = (requester.vector ?? []).reduce(
    (sum, value, index) => sum + Math.fround(value) * Math.fround(other.vector?.[index] ?? 0),
    0,
  );
  const attendanceSimilarity = Math.min(Math.max(product, 0), 1);
  return (
    skillScore / (skillScore + 150) / 3 +
    (Math.max(coAttendance / (coAttendance + 10), attendanceSimilarity / 4) * 2) / 3
  );
}
