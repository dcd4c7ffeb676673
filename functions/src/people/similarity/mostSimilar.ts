import { pgArray, type Sql } from '../../platform/postgres.ts';
import { allowedRoles, type Candidate, type PersonFilter } from './personFilter.ts';
import type { Requester } from './readRequester.ts';
import { isEvent, isSkillOrInterest, maxTotal, type Trait, type TraitKind } from './trait.ts';

/** How one pass treats the requester's traits, in the terms of MaxScore. */
export interface SearchPlan {
  /** Everyone with one of these is a candidate. */
  essential: Trait[];
  /** Skills that are read for all candidates, but make nobody a candidate. */
  checked: Trait[];
  /** Looked up only for candidates who could reach the list if they had all of them. */
  nonEssential: Trait[];
  /** Whether attendance similarity alone may suffice, so everyone with an embedding is a candidate. */
  includeAllEmbedded: boolean;
}

/**
 * A person similar to the requester, with the traits they share, rarest first; without events if the person does not let
 * others know theirs.
 */
export interface SimilarPerson extends Candidate {
  score: number;
  shared: Trait[];
}

interface SimilarRow extends Omit<Candidate, 'departmentKey'> {
  candidate_department_key: string | null;
  score: number;
  /** The requester's traits that they have. */
  skills: number[] | null;
  interests: number[] | null;
  events: string[] | null;
}

/** Runs one pass of the search: the candidates with the highest scores of at least `minScore`, ties by id. */
export async function mostSimilar(
  sql: Sql,
  requester: Requester,
  filter: PersonFilter,
  { essential, checked, nonEssential, includeAllEmbedded }: SearchPlan,
  { limit, minScore }: { limit: number; minScore: number },
): Promise<SimilarPerson[]> {
  const lists = new Map<Trait, string>([
    ...essential.map((trait) => [trait, 'essential'] as const),
    ...checked.map((trait) => [trait, 'checked'] as const),
    ...nonEssential.map((trait) => [trait, 'non-essential'] as const),
  ]);
  const column = (kind: TraitKind, valueOf: (trait: Trait) => string | number): string =>
    pgArray(requester.traits.filter((trait) => trait.kind === kind).map(valueOf));
  const id = (trait: Trait): string => trait.id;
  const weight = (trait: Trait): number => trait.weight;
  const list = (trait: Trait): string => lists.get(trait) ?? 'non-essential';
  const rows = await sql<SimilarRow[]>`
    select * from most_similar(
      requester_id => ${requester.id},
      skill_ids => ${column('skill', id)},
      skill_base_weights => ${column('skill', ({ base }) => base)},
      skill_levels => ${column('skill', ({ level }) => level)},
      skill_lists => ${column('skill', list)},
      interest_ids => ${column('interest', id)},
      interest_weights => ${column('interest', weight)},
      interest_lists => ${column('interest', list)},
      event_ids => ${column('event', id)},
      event_weights => ${column('event', weight)},
      event_lists => ${column('event', list)},
      non_essential_skill_score => ${maxTotal(nonEssential, isSkillOrInterest)},
      non_essential_co_attendance => ${maxTotal(nonEssential, isEvent)},
      include_all_embedded => ${includeAllEmbedded},
      candidate_ids => ${filter.candidates && pgArray(filter.candidates)},
      department_key => ${filter.departmentKey},
      roles => ${allowedRoles(filter)},
      result_limit => ${limit},
      min_score => ${minScore}
    )`;
  return rows.map((row) => toSimilarPerson(row, requester.traits));
}

function toSimilarPerson(
  { candidate_department_key: departmentKey, skills, interests, events, ...row }: SimilarRow,
  traits: Trait[],
): SimilarPerson {
  const sharedIds = {
    skill: new Set(skills?.map(String)),
    interest: new Set(interests?.map(String)),
    event: new Set(events),
  };
  return { ...row, departmentKey, shared: traits.filter(({ kind, id }) => sharedIds[kind].has(id)) };
}
