import { similarityScore } from '../../functions/src/people/similarity/similarityScore.ts';
import {
  eventWeight,
  skillWeight,
  UNKNOWN_LEVEL,
  weightAtLevel,
} from '../../functions/src/people/similarity/traitWeights.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

interface Profile {
  id: string;
  skills: Map<number, number>;
  events: Set<string>;
  vector: number[];
}

/** Rows per query. */
const PAGE = 20_000;

/**
 * Scores every person against the requester, in memory: the reference that the search must equal. Ignores
 * posts.
 */
export class BruteForceSimilarity {
  readonly #profiles: Profile[];
  readonly #skillWeights: Map<number, number>;
  readonly #eventWeights: Map<string, number>;

  private constructor(profiles: Profile[]) {
    this.#profiles = profiles;
    this.#skillWeights = weights(profiles, ({ skills }) => skills.keys(), skillWeight);
    this.#eventWeights = weights(profiles, ({ events }) => events.values(), eventWeight);
  }

  static async read(sql: Sql): Promise<BruteForceSimilarity> {
    const profiles: Profile[] = [];
    for (let last = ''; ; last = profiles.at(-1)?.id ?? '') {
      const rows = await sql<
        {
          id: string;
          skills: [number, number | null][] | null;
          events: string[] | null;
          vector: number[] | null;
        }[]
      >`
        select id,
          (
            select json_agg(json_build_array(skill_id, proficiency_level))
            from user_skills where user_id = id
          ) as skills,
          (select json_agg(event_id) from event_attendance where user_id = id) as events,
          (select array_to_json(vector) from attendance_embeddings where user_id = id) as vector
        from users where id > ${last} order by id limit ${PAGE}`;
      for (const { id, skills, events, vector } of rows) {
        profiles.push({
          id,
          skills: new Map((skills ?? []).map(([skill, level]) => [skill, level ?? UNKNOWN_LEVEL])),
          events: new Set(events),
          vector: vector ?? [],
        });
      }
      if (rows.length < PAGE) return new BruteForceSimilarity(profiles);
    }
  }

  /** Ids of the people most similar to this one, best first; ties in order of id. */
  mostSimilar(id: string, limit: number): string[] {
    const requester = this.#profiles.find((profile) => profile.id === id);
    if (requester === undefined) throw new Error(`no person has the id ${id}`);
    return this.#profiles
      .filter((other) => other !== requester)
      .map((other) => ({ id: other.id, score: this.#score(requester, other) }))
      .filter((other) => other.score > 0)
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map((other) => other.id);
  }

  #score(requester: Profile, other: Profile): number {
    let skillScore = 0;
    for (const [skill, level] of requester.skills) {
      const theirs = other.skills.get(skill);
      if (theirs === undefined) continue;
      skillScore += weightAtLevel(this.#skillWeights.get(skill) ?? 0, Math.min(level, theirs));
    }
    let coAttendance = 0;
    for (const event of requester.events) {
      if (other.events.has(event)) coAttendance += this.#eventWeights.get(event) ?? 0;
    }
    const cosine = requester.vector.reduce((sum, value, k) => sum + value * (other.vector[k] ?? 0), 0);
    return similarityScore({
      skillScore,
      coAttendance,
      attendanceSimilarity: Math.min(Math.max(cosine, 0), 1),
    });
  }
}

function weights<Trait>(
  profiles: Profile[],
  traits: (profile: Profile) => Iterable<Trait>,
  weight: (holders: number, population: number) => number,
): Map<Trait, number> {
  const people = new Map<Trait, number>();
  for (const profile of profiles) {
    for (const trait of traits(profile)) people.set(trait, (people.get(trait) ?? 0) + 1);
  }
  return new Map([...people].map(([trait, count]) => [trait, weight(count, profiles.length)]));
}
