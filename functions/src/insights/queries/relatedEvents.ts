import type { z } from 'zod';
import { pgArray, type Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';
import type { liftFields } from '../statistics/liftFields.ts';
import { liftFactorSql, liftSql } from '../statistics/lift.ts';

/** An event, by its id, that shares visitors with another one. */
interface RelatedEvent extends z.infer<z.ZodObject<typeof liftFields>> {
  id: string;
}

/** The events that share significantly more visitors with an event than chance, most significant first. */
export async function readRelatedEvents(
  sql: Sql,
  viewer: Viewer,
  id: string,
  { limit, candidates }: { limit: number; candidates: string[] | null },
): Promise<RelatedEvent[]> {
  const overlap = {
    both: discloseCountSql(sql, viewer, sql`pair.people`),
    first: discloseCountSql(sql, viewer, sql`first.visitors`),
    second: discloseCountSql(sql, viewer, sql`second.visitors`),
    population: discloseCountSql(sql, viewer, sql`refresh.visitors`),
  };
  return sql<RelatedEvent[]>`
    select id, people, lift, lift / factor as low, lift * factor as high
    from (
      select events.id, ${overlap.both} as people,
        ${liftSql(sql, overlap)} as lift, ${liftFactorSql(sql, overlap)} as factor
      from event_pairs as pair
      join event_insights as first on first.event_id = pair.event_id and first.exact = pair.exact
      join event_insights as second on second.event_id = other_id and second.exact = pair.exact
      join insight_refresh as refresh on refresh.exact = pair.exact
      join events on events.id = other_id and live
      where pair.event_id = ${id} and pair.exact = ${viewer.exact}
        ${candidates === null ? sql`` : sql`and other_id = any(${pgArray(candidates)}::text[])`}
    ) as lifted
    where lift > factor
    order by low desc, id
    limit ${limit}`;
}
