import type { Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { refreshMatchingStatistics } from '../../../src/people/matching/refreshMatchingStatistics.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import type { Random } from '../../../../scripts/campus/random.ts';
import { change } from '../../support/changes.ts';

/** Statistics that are current, from an earlier state, scaled to a much larger campus, or missing. */
export const STATISTICS = ['fresh', 'stale', 'inflated', 'missing'] as const;
export type Statistics = (typeof STATISTICS)[number];

export const DEPARTMENTS = ['Design', 'Physics', 'Law'];

const NIGHT = new Date('2026-03-16T02:30:00Z');

/** Writes a random campus on which many people are similar. */
export async function writeRandomCampus(
  sql: Sql,
  random: Random,
  people: number,
  statistics: Statistics,
): Promise<void> {
  const writer = new Writer(sql, allCollections);
  const documents = [...users(random, people), ...attendances(random, people), ...posts(random, people)];
  const early = random.sample(documents, Math.ceil(documents.length * 0.7));
  await write(1, early);
  if (statistics === 'stale') await refreshMatchingStatistics(sql, NIGHT);
  // The rest arrives, and some of the early documents change or are deleted.
  await write(3, [
    ...documents.filter((document) => !early.includes(document)),
    ...random
      .sample(early, early.length * 0.1)
      .map((document) => (random.chance(0.3) ? { ...document, data: null } : document)),
  ]);
  if (statistics === 'fresh' || statistics === 'inflated') await refreshMatchingStatistics(sql, NIGHT);
  if (statistics === 'inflated') await inflate(sql, random);
  if (random.chance(0.3)) await sql`delete from attendance_embeddings where random() < 0.5`;
  await sql`analyze`;

  async function write(version: number, batch: Document[]): Promise<void> {
    await writer.apply(batch.map(({ path, data }) => change(path, version, data)));
  }
}

interface Document {
  path: string;
  data: JsonObject | null;
}

function users(random: Random, people: number): Document[] {
  const skills = Array.from({ length: random.integer(3, 60) }, (_, index) => `Skill ${String(index)}`);
  const maxSkills = random.pick([2, 6, 25]);
  return ids(people).map((id) => ({
    path: `users/${id}`,
    data: {
      email: `${id}@campus.example`,
      name: `Name ${id}`,
      role: random.weighted(['student', 'alumni', 'faculty', 'admin', 'none'], (role) =>
        role === 'student' ? 12 : 1,
      ),
      department: random.chance(0.9) ? random.pick(DEPARTMENTS) : null,
      skills: random
        .sample(skills, random.integer(0, maxSkills), (skill) => 1 / (1 + skills.indexOf(skill)))
        .map((name) => (random.chance(0.5) ? name : { name, level: random.integer(1, 5) })),
    },
  }));
}

function attendances(random: Random, people: number): Document[] {
  const meanAttendees = random.pick([0, 1, 2, 5, 12]);
  const events = Math.ceil(people * random.pick([0.05, 0.3, 1]));
  return Array.from({ length: events }, (_, event) => {
    const share = Math.min(1, (random.heavyTailed(2, 0.8) * meanAttendees) / people);
    const path = `events/event${String(event)}`;
    return [
      { path, data: { title: `Event ${String(event)}` } },
      ...ids(people)
        .filter(() => random.chance(share))
        .map((id) => ({
          path: `${path}/attendees/${id}`,
          data: { status: random.pick(['going', 'attended', 'attended', 'cancelled', 'nonsense']) },
        })),
    ];
  }).flat();
}

function posts(random: Random, people: number): Document[] {
  const topics = Array.from({ length: random.integer(1, 20) }, (_, index) => `Skill ${String(index * 3)}`);
  return Array.from({ length: random.integer(0, 2 * people) }, (_, index) => ({
    path: `showcase_posts/post${String(index)}`,
    data: {
      userId: random.pick(ids(people)),
      skills: random.sample(topics, random.integer(0, 3)),
    },
  }));
}

function ids(people: number): string[] {
  return Array.from({ length: people }, (_, index) => `u${String(index)}`);
}

/** Scales the statistics to a million people, so that some skills and events are too large to be read. */
async function inflate(sql: Sql, random: Random): Promise<void> {
  await sql`update matching_refresh set population = 1000000`;
  await sql`
    update skills
    set people = people * (1 + random() * ${random.pick([20, 2000])}), authors = authors * (1 + random() * 500)`;
  await sql`update event_statistics set people = people * (1 + random() * ${random.pick([20, 2000])})`;
}
