import { z } from 'zod';
import { recommendationType, type RankingContext } from '../recommender.ts';

export const feedbackItem = z
  .strictObject({
    type: recommendationType,
    id: z.string().min(1).max(1500).describe('`id` of the recommendation.'),
    action: z
      .enum(['shown', 'opened', 'accepted', 'dismissed', 'restored'])
      .meta({ id: 'FeedbackAction' })
      .describe(
        '`dismissed`: it is not shown again for 90 days. `restored`: takes a dismissal back, as if it had never been; without one it does nothing.',
      ),
  })
  .meta({ id: 'FeedbackItem', description: 'What the caller did with one recommendation.' });

type FeedbackItem = z.infer<typeof feedbackItem>;

/** Repeated impressions or openings within this time count once, since the app may send them twice. */
const DEDUPLICATION_MINUTES = 10;

/**
 * Stores the caller's feedback on recommendations: one row per item, with counts and the last time of each action. Items
 * that do not exist are ignored. Reason, version and signals are those of the caller's stored list. Of an item's
 * dismissals and restorals, the last one counts; who restores something is seeing it, so that time is kept.
 *
 * @returns how many items were recorded, and whether the feedback changes what the caller is recommended
 */
export async function storeFeedback(
  { uid, sql, now }: RankingContext,
  items: FeedbackItem[],
): Promise<{ recorded: number; changesLists: boolean }> {
  const before = new Date(now.getTime() - DEDUPLICATION_MINUTES * 60 * 1000);
  const rows = await sql<{ decided: boolean }[]>`
    with sent as (
      select type, id,
        bool_or(action = 'shown') as shown, bool_or(action = 'opened') as opened,
        bool_or(action = 'accepted') as accepted,
        (array_agg(action order by place desc) filter (where action in ('dismissed', 'restored')))[1] as dismissal
      from rows from (
        jsonb_to_recordset(${JSON.stringify(items)}::text::jsonb) as (type text, id text, action text)
      ) with ordinality as item (type, id, action, place)
      group by type, id
    ), existing_items as (
      select sent.*, reason_kind, model_version, signals
      from sent
      join users as sender on sender.id = ${uid} and sender.live
      left join recommendations as listed
        on listed.user_id = ${uid} and listed.type = sent.type and target_id = sent.id
      where case sent.type
        when 'event' then exists (select from events where events.id = sent.id and live)
        when 'user' then exists (select from users where users.id = sent.id and live)
        -- Cast only if it is a number, so that any other text is no skill instead of an error.
        else exists (
          select from skills
          where skills.id = case when sent.id ~ '^[1-9][0-9]{0,8}$' then sent.id::integer end
        )
      end
    )
    insert into recommendation_feedback as existing (
      user_id, type, target_id, shown, opened, shown_at, opened_at, accepted_at, dismissed_at, reason_kind,
      model_version, signals, decided_at
    )
    select ${uid}, type, id, shown::integer, opened::integer,
      case when shown or dismissal = 'restored' then ${now}::timestamptz end, case when opened then ${now}::timestamptz end,
      case when accepted then ${now}::timestamptz end, case when dismissal = 'dismissed' then ${now}::timestamptz end,
      reason_kind, model_version, signals, case when accepted or dismissal is not null then clock_timestamp() end
    from existing_items
    order by type, id
    on conflict (user_id, type, target_id) do update set
      shown = existing.shown
        + case when existing.shown_at > ${before} then 0 else excluded.shown end,
      opened = existing.opened
        + case when existing.opened_at > ${before} then 0 else excluded.opened end,
      shown_at = coalesce(excluded.shown_at, existing.shown_at),
      opened_at = coalesce(excluded.opened_at, existing.opened_at),
      accepted_at = coalesce(excluded.accepted_at, existing.accepted_at),
      dismissed_at = case
        when (existing.type, existing.target_id) in (select type, id from sent where dismissal = 'restored') then null
        else coalesce(excluded.dismissed_at, existing.dismissed_at)
      end,
      decided_at = coalesce(excluded.decided_at, existing.decided_at),
      (reason_kind, model_version, signals) = row(
        case when excluded.reason_kind is null then existing.reason_kind else excluded.reason_kind end,
        case when excluded.reason_kind is null then existing.model_version else excluded.model_version end,
        case when excluded.reason_kind is null then existing.signals else excluded.signals end
      )
    returning coalesce(decided_at >= statement_timestamp(), false) as decided`;
  return { recorded: rows.length, changesLists: rows.some(({ decided }) => decided) };
}
