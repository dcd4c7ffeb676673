import type { Sql } from '../../platform/postgres.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';

/** What was dismissed is not shown again for so many days; and what was made of a group counts so long. */
const DISMISSED_DAYS = 90;

/** Showings that lower nothing; each further one counts. */
const FREE_SHOWINGS = 3;

/** Further showings that halve the score of what was never opened. */
const HALVING_SHOWINGS = 3;

/** Dismissals within a group that halve the scores of a group of which nothing was ever accepted or opened. */
const HALVING_DISMISSALS = 10;

/** What a student made of what was shown to them, as far as it changes a ranking. */
export interface Opinions {
  /** Not to be shown. */
  dismissed: Set<string>;
  /** How often it was shown that was never opened, accepted or dismissed. */
  ignored: Map<string, number>;
  /** The latest of each category or department. */
  groups: Map<string, { liked: number; dismissed: number }>;
}

interface Row {
  dismissed: string[] | null;
  ignored: Record<string, number> | null;
  groups: { name: string; liked: number; dismissed: number }[] | null;
}

/** Where the group of what is recommended stands. */
const GROUPS: Record<RecommendationType, (sql: Sql) => ReturnType<Sql>> = {
  event: (sql) => sql`(select category from events where id = target_id)`,
  user: (sql) => sql`(select department from users where id = target_id)`,
  skill: (sql) => sql`(select category from skills where id::text = target_id)`,
};

export async function readOpinions(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
): Promise<Opinions> {
  const since = new Date(now.getTime() - DISMISSED_DAYS * DAY_MS);
  const [row] = await sql<Row[]>`
    with own as materialized (
      select *, dismissed_at > ${since} as rejected, greatest(opened_at, accepted_at) > ${since} as liked
      from recommendation_feedback
      where user_id = ${uid} and type = ${type}
    )
    select
      (select json_agg(target_id) from own where rejected) as dismissed,
      (
        select json_object_agg(target_id, shown)
        from own
        where shown > ${FREE_SHOWINGS} and opened = 0 and accepted_at is null and dismissed_at is null
          and shown_at > ${since}
      ) as ignored,
      (
        select json_agg(counted)
        from (
          select name, count(*) filter (where liked) as liked, count(*) filter (where rejected) as dismissed
          from (select rejected, liked, ${GROUPS[type](sql)} as name from own where rejected or liked) as judged
          where name is not null
          group by name
        ) as counted
      ) as groups`;
  return {
    dismissed: new Set(row?.dismissed),
    ignored: new Map(Object.entries(row?.ignored ?? {})),
    groups: new Map(row?.groups?.map(({ name, ...counts }) => [name, counts])),
  };
}

/** A ranking after what the student made of it: without what was dismissed, and the others lowered. */
export function heed(ranked: Recommendation[], opinions: Opinions): Recommendation[] {
  return ranked
    .filter(({ id }) => !opinions.dismissed.has(id))
    .map((item) => ({ ...item, score: item.score * patience(item, opinions) * liking(item, opinions) }))
    .sort((a, b) => b.score - a.score);
}

function patience({ id }: Recommendation, { ignored }: Opinions): number {
  const further = Math.max((ignored.get(id) ?? 0) - FREE_SHOWINGS, 0);
  return HALVING_SHOWINGS / (HALVING_SHOWINGS + further);
}

function liking({ group }: Recommendation, { groups }: Opinions): number {
  const { liked, dismissed } = groups.get(group ?? '') ?? { liked: 0, dismissed: 0 };
  return (HALVING_DISMISSALS + liked) / (HALVING_DISMISSALS + liked + dismissed);
}
