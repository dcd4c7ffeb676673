import { DAY_MS } from '../../learning/calendar.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';

/** How long a dismissal hides what was dismissed, and how long feedback counts for or against its group. */
const FEEDBACK_DAYS = 90;

/** Impressions without an opening that cost nothing; each further one lowers the score. */
const FREE_IMPRESSIONS = 3;

/** Further impressions that halve the score. */
const HALVING_IMPRESSIONS = 3;

/** Dismissals within a group that halve its scores when nothing of the group was ever opened or accepted. */
const HALVING_DISMISSALS = 10;

/** A student's feedback, as it changes a ranking. */
export interface FeedbackSummary {
  /** Ids that must not be shown. */
  dismissed: Set<string>;
  /** Impressions of what was never opened, accepted or dismissed, where they exceed {@link FREE_IMPRESSIONS}. */
  ignored: Map<string, number>;
  /** Recent feedback by category or department, both as keys. */
  groups: Map<string, { liked: number; dismissed: number }>;
}

interface Row {
  dismissed: string[] | null;
  ignored: Record<string, number> | null;
  groups: { name: string; liked: number; dismissed: number }[] | null;
}

/** The group of a recommended item. */
const GROUPS: Record<RecommendationType, (sql: Sql) => ReturnType<Sql>> = {
  event: (sql) => sql`(select category_key from events where id = target_id)`,
  user: (sql) => sql`(select department_key from users where id = target_id)`,
  skill: (sql) => sql`(select category from skills where id::text = target_id)`,
};

export async function summariseFeedback(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
): Promise<FeedbackSummary> {
  const since = new Date(now.getTime() - FEEDBACK_DAYS * DAY_MS);
  const [row] = await sql<Row[]>`
    with own as materialized (
      select *, dismissed_at > ${since} as is_dismissed, greatest(opened_at, accepted_at) > ${since} as is_liked
      from recommendation_feedback
      where user_id = ${uid} and type = ${type}
    )
    select
      (select json_agg(target_id) from own where is_dismissed) as dismissed,
      (
        select json_object_agg(target_id, shown)
        from own
        where shown > ${FREE_IMPRESSIONS} and opened = 0 and accepted_at is null and dismissed_at is null
          and shown_at > ${since}
      ) as ignored,
      (
        select json_agg(counted)
        from (
          select name, count(*) filter (where is_liked) as liked, count(*) filter (where is_dismissed) as dismissed
          from (
            select is_dismissed, is_liked, ${GROUPS[type](sql)} as name from own where is_dismissed or is_liked
          ) as recent
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

/**
 * A ranking after feedback: without what was dismissed, with the scores of ignored items and disliked groups lowered.
 * Feedback never raises a score.
 */
export function applyFeedback(
  ranked: readonly Recommendation[],
  feedback: FeedbackSummary,
): Recommendation[] {
  return ranked
    .filter(({ id }) => !feedback.dismissed.has(id))
    .map((item) => ({
      ...item,
      score: item.score * fatiguePenalty(item, feedback) * groupAffinity(item, feedback),
    }))
    .sort((a, b) => b.score - a.score);
}

/** From 0 to 1: the more often an item was shown and ignored, the less. */
function fatiguePenalty({ id }: Recommendation, { ignored }: FeedbackSummary): number {
  const further = Math.max((ignored.get(id) ?? 0) - FREE_IMPRESSIONS, 0);
  return HALVING_IMPRESSIONS / (HALVING_IMPRESSIONS + further);
}

/** From 0 to 1: the more of the group was dismissed than liked, the less. */
function groupAffinity({ group }: Recommendation, { groups }: FeedbackSummary): number {
  const { liked, dismissed } = groups.get(group ?? '') ?? { liked: 0, dismissed: 0 };
  return (HALVING_DISMISSALS + liked) / (HALVING_DISMISSALS + liked + dismissed);
}
