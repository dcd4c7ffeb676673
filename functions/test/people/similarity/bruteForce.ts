import type { Sql } from '../../../src/platform/postgres.ts';

interface Person {
  id: string;
  role: string | null;
  department: string | null;
  live: boolean;
  /** Skills with their levels; skills named in posts; events. */
  skills: Map<string, number>;
  interests: Set<string>;
  events: Set<string>;
  vector: number[] | null;
}

/** A campus in memory, with how many people have each skill, name it in posts, and attend each event. */
export interface People {
  everybody: number;
  people: Map<string, Person>;
  skillPeople: Map<string, number>;
  authors: Map<string, number>;
  eventPeople: Map<string, number>;
}

export interface Question {
  limit: number;
  department: string | null;
  role: string | null;
  candidates: string[] | null;
}

/** Reads whole tables. What the statistics do not have is counted. */
export async function readPeople(sql: Sql): Promise<People> {
  const people = new Map<string, Person>();
  for (const { id, role, department, live } of await sql`select id, role, department, live from users`) {
    const traits = { skills: new Map(), interests: new Set<string>(), events: new Set<string>() };
    people.set(id, { id, role, department, live, ...traits, vector: null });
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
    add(authors, skill);
  }
  for (const { id, event, live, status, known } of await sql`
    select user_id as id, event_id as event, event_attendance.live, status, events.live as known
    from event_attendance join events on events.id = event_id`) {
    if (!live || status === 'cancelled') continue;
    if (known) people.get(id)?.events.add(event);
    add(eventPeople, event);
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
  const everybody = refresh?.['population'] ?? [...people.values()].filter(({ live }) => live).length;
  return { everybody, people, skillPeople, authors, eventPeople };
}

/** Scores everybody with what the score's description says, in plain code. */
export function scoreEverybody(
  campus: People,
  askerId: string,
  { limit, department, role, candidates }: Question,
): { id: string; score: number }[] {
  const requester = campus.people.get(askerId);
  if (requester === undefined) throw new Error('nobody asks');
  const roles = role === null ? [null, 'student', 'alumni'] : [role];
  return [...campus.people.values()]
    .filter(({ id, live }) => live && id !== askerId)
    .filter((person) => candidates === null || candidates.includes(person.id))
    .filter((person) => (candidates !== null && role === null) || roles.includes(person.role))
    .filter((person) => department === null || person.department === department)
    .map((person) => ({ id: person.id, score: scoreOf(campus, requester, person) }))
    .filter(({ score }) => score > 0 || candidates !== null)
    .sort((a, b) => digits(b.score) - digits(a.score) || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** Sums of the same numbers in another order differ in the last digits: that makes no difference. */
function digits(score: number): number {
  return Math.round(score * 1e13);
}

/** Weights are multiples of this. */
const GRAIN = 10 / 2 ** 34;

function rounded(weight: number): number {
  return Math.round(weight / GRAIN) * GRAIN;
}

function scoreOf(campus: People, requester: Person, other: Person): number {
  const rarity = (people: number | undefined): number =>
    Math.log(1 + campus.everybody / Math.max(people ?? 0, 1));
  let talents = 0;
  for (const [skill, level] of requester.skills) {
    const otherLevel = other.skills.get(skill);
    if (otherLevel === undefined) continue;
    talents +=
      rounded(rarity(campus.skillPeople.get(skill)) ** 2) * (0.5 + 0.1 * Math.min(level, otherLevel));
  }
  for (const skill of requester.interests.intersection(other.interests)) {
    talents += rounded(rarity(campus.authors.get(skill)) ** 2) / 2;
  }
  let meetings = 0;
  for (const event of requester.events.intersection(other.events)) {
    meetings += rounded(rarity(campus.eventPeople.get(event)));
  }
  // The table's numbers have single precision.
  const product = (requester.vector ?? []).reduce(
    (sum, mine, index) => sum + Math.fround(mine) * Math.fround(other.vector?.[index] ?? 0),
    0,
  );
  const crowd = Math.min(Math.max(product, 0), 1);
  return talents / (talents + 150) / 3 + (Math.max(meetings / (meetings + 10), crowd / 4) * 2) / 3;
}
