import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import { countPeople, type TraitKind } from './counts.ts';
import { atLevel, eventWeight, interestWeight, skillWeight, UNKNOWN_LEVEL } from './score.ts';

/**
 * Something that the requester may share with others: a skill of their profile, a skill that they name in posts
 * (an interest), or an event they attend.
 */
export interface Trait {
  kind: TraitKind;
  /** Of the skill or the event. */
  id: string;
  /** What the skill or the event is called. */
  name: string;
  /** When an event begins, as RFC 3339. */
  startDate: string | null;
  /** How many people have it, about. */
  people: number;
  /** What sharing it counts before the level. */
  base: number;
  /** The requester's level; 5, which changes nothing, where there are no levels. */
  level: number;
  /** What sharing it adds to the talents or to the meetings, at most. */
  weight: number;
}

/** Who asks, as the search needs them. */
export interface Requester {
  id: string;
  department: string | null;
  /** How many people there are, about. */
  everybody: number;
  /** Whether there is a row of theirs in `attendance_embeddings`: not who has attended nothing, or only since last night. */
  hasVector: boolean;
  /** When what matching stands on was computed; null for never. */
  refreshedAt: Date | null;
  /** The rarest first. */
  traits: Trait[];
}

interface Row {
  department: string | null;
  population: number;
  refreshed_at: Date | null;
  has_embedding: boolean;
  skills: TraitRow[] | null;
  interests: TraitRow[] | null;
  events: TraitRow[] | null;
}

/** A trait as it is read. */
interface TraitRow {
  id: string;
  name: string;
  startDate?: string | null;
  level?: number | null;
  /** Null for what is new since the statistics were computed. */
  people: number | null;
}

/** Reads the requester with their traits. @throws DomainError when there is no such person. */
export async function readRequester(sql: Sql, id: string): Promise<Requester> {
  const [row] = await sql<Row[]>`select * from similarity_requester(${id})`;
  if (row === undefined) throw new DomainError('not-found', 'You have no profile yet: save it first.');
  const { population: everybody, department, has_embedding: hasVector, refreshed_at: refreshedAt } = row;

  const traits = [
    ...(row.skills ?? []).map((skill) => ({ ...skill, kind: 'skill' as const })),
    ...(row.interests ?? []).map((skill) => ({ ...skill, kind: 'interest' as const })),
    ...(row.events ?? []).map((event) => ({ ...event, kind: 'event' as const })),
  ];
  const counted = await countPeople(
    sql,
    traits.filter(({ people }) => people === null),
  );
  return {
    id,
    department,
    everybody,
    hasVector,
    refreshedAt,
    traits: traits
      .map(({ kind, level, ...read }) => {
        const people = read.people ?? counted[kind].get(read.id) ?? 0;
        const base = WEIGHTS[kind](people, everybody);
        const own = kind === 'skill' ? (level ?? UNKNOWN_LEVEL) : 5;
        const startDate = read.startDate ?? null;
        return { ...read, kind, startDate, people, base, level: own, weight: atLevel(base, own) };
      })
      .sort((a, b) => a.people - b.people),
  };
}

const WEIGHTS = { skill: skillWeight, interest: interestWeight, event: eventWeight };
