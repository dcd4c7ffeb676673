import type { Sql } from '../../platform/postgres.ts';
import { noProfile } from '../../sync/index.ts';
import { countTraitHolders } from './countTraitHolders.ts';
import type { Trait, VisitBasis } from './trait.ts';
import { eventWeight, interestWeight, skillWeight, UNKNOWN_LEVEL, weightAtLevel } from './traitWeights.ts';

/** The person for whom similar people are searched. */
export interface Requester {
  id: string;
  departmentKey: string | null;
  /** Approximately how many people there are. */
  population: number;
  /** Whether they have an attendance embedding; false if they attend nothing, or only since the last refresh. */
  hasEmbedding: boolean;
  /** When the matching statistics were computed; null before the first refresh. */
  refreshedAt: Date | null;
  /** Rarest first. */
  traits: Trait[];
}

interface RequesterRow {
  department_key: string | null;
  population: number;
  refreshed_at: Date | null;
  has_embedding: boolean;
  skills: TraitRow[] | null;
  interests: TraitRow[] | null;
  events: (TraitRow & { basis: VisitBasis })[] | null;
}

interface TraitRow {
  id: string;
  name: string;
  level?: number | null;
  /** Null if newer than the statistics. */
  people: number | null;
}

const WEIGHTS = { skill: skillWeight, interest: interestWeight, event: eventWeight };

/** @throws DomainError `not-found` if there is no such user */
export async function readRequester(sql: Sql, id: string): Promise<Requester> {
  const [row] = await sql<RequesterRow[]>`select * from similarity_requester(${id})`;
  if (row === undefined) throw await noProfile(sql, id);
  const {
    population,
    department_key: departmentKey,
    has_embedding: hasEmbedding,
    refreshed_at: refreshedAt,
  } = row;
  const traitRows = [
    ...(row.skills ?? []).map((skill) => ({ ...skill, kind: 'skill' as const })),
    ...(row.interests ?? []).map((skill) => ({ ...skill, kind: 'interest' as const })),
    ...(row.events ?? []).map((event) => ({ ...event, kind: 'event' as const })),
  ];
  const counts = await countTraitHolders(
    sql,
    traitRows.filter(({ people }) => people === null),
  );
  const traits = traitRows.map((trait): Trait => {
    const people = trait.people ?? counts[trait.kind].get(trait.id) ?? 0;
    const base = WEIGHTS[trait.kind](people, population);
    const level = trait.kind === 'skill' ? (trait.level ?? UNKNOWN_LEVEL) : 5;
    return { ...trait, people, base, level, weight: weightAtLevel(base, level) };
  });
  // Nothing but the names may decide between traits that are equally rare: reasons and lists follow this order.
  traits.sort((a, b) => a.people - b.people || (orderOf(a) < orderOf(b) ? -1 : 1));
  return { id, departmentKey, population, hasEmbedding, refreshedAt, traits };
}

function orderOf({ name, kind, id }: Trait): string {
  return [name, kind, id].join('\0');
}
