import { pgArray, type Sql } from '../../platform/postgres.ts';
import type { Requester, Trait } from './requester.ts';
import type { TraitKind } from './counts.ts';

/** Which people may be shown. */
export interface Filter {
  department: string | null;
  /** Null stands for students, alumni, and those whose role is not known, or for all of `candidates`. */
  role: string | null;
  /** Ranks these people alone, and lists them even when they share nothing; null for everybody. */
  candidates: string[] | null;
}

/** What everybody may see of somebody. */
export interface Card {
  id: string;
  name: string;
  role: string | null;
  department: string | null;
}

/** Somebody with their score, and what of the requester's they share, the rarest first. */
export interface Candidate extends Card {
  score: number;
  shared: Trait[];
}

/** How one pass goes about the requester's traits. */
export interface Plan {
  /** Whoever has one of these is a candidate. */
  driving: Trait[];
  /** These skills are read, too, and make nobody a candidate. */
  checking: Trait[];
  /** These are looked at only for candidates who could be among the best with all of them. */
  rest: Trait[];
  /** Whether a crowd in common may be enough, so that everybody with a vector is a candidate. */
  everybody: boolean;
}

interface Row extends Omit<Card, 'department'> {
  department_name: string | null;
  score: number;
  /** Which of the requester's traits they have. */
  skills: number[] | null;
  interests: number[] | null;
  events: string[] | null;
}

/**
 * The candidates with the highest scores whom the filter lets through, the most alike first; equal scores in
 * the order of their ids.
 *
 * @param floor candidates who score less are left out
 */
export async function bestCandidates(
  sql: Sql,
  requester: Requester,
  filter: Filter,
  { driving, checking, rest, everybody }: Plan,
  { limit, floor }: { limit: number; floor: number },
): Promise<Candidate[]> {
  const uses = new Map<Trait, string>([
    ...driving.map((trait) => [trait, 'essential'] as const),
    ...checking.map((trait) => [trait, 'checked'] as const),
    ...rest.map((trait) => [trait, 'non-essential'] as const),
  ]);
  const column = (kind: TraitKind, of: (trait: Trait) => string | number): string =>
    pgArray(requester.traits.filter((trait) => trait.kind === kind).map(of));
  const id = (trait: Trait): string => trait.id;
  const weight = (trait: Trait): number => trait.weight;
  const use = (trait: Trait): string => uses.get(trait) ?? 'non-essential';
  const rows = await sql<Row[]>`
    select * from most_similar(
      requester_id => ${requester.id},
      skill_ids => ${column('skill', id)},
      skill_base_weights => ${column('skill', ({ base }) => base)},
      skill_levels => ${column('skill', ({ level }) => level)},
      skill_lists => ${column('skill', use)},
      interest_ids => ${column('interest', id)},
      interest_weights => ${column('interest', weight)},
      interest_lists => ${column('interest', use)},
      event_ids => ${column('event', id)},
      event_weights => ${column('event', weight)},
      event_lists => ${column('event', use)},
      non_essential_skill_score => ${total(rest, isTalent)},
      non_essential_co_attendance => ${total(rest, isEvent)},
      include_all_embedded => ${everybody},
      candidate_ids => ${filter.candidates && pgArray(filter.candidates)},
      department => ${filter.department},
      roles => ${rolesOf(filter)},
      result_limit => ${limit},
      min_score => ${floor}
    )`;
  return rows.map(({ department_name: department, skills, interests, events, ...row }) => {
    const theirs = {
      skill: new Set(skills?.map(String)),
      interest: new Set(interests?.map(String)),
      event: new Set(events),
    };
    return { ...row, department, shared: requester.traits.filter(({ kind, id }) => theirs[kind].has(id)) };
  });
}

/** The roles of a filter, as `passes_filter` wants them: null for any, and '' for a role that is not known. */
export function rolesOf({ role, candidates }: Filter): string | null {
  if (role !== null) return pgArray([role]);
  return candidates === null ? pgArray(['student', 'alumni', '']) : null;
}

export const isEvent = ({ kind }: Trait): boolean => kind === 'event';
export const isTalent = ({ kind }: Trait): boolean => kind !== 'event';

/** The sum of what these traits may add. */
export function total(traits: Trait[], which: (trait: Trait) => boolean): number {
  return traits.reduce((sum, trait) => sum + (which(trait) ? trait.weight : 0), 0);
}
