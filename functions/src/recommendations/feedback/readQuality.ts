import type { Sql } from '../../platform/postgres.ts';
import type { RecommendationType } from '../recommender.ts';

/** A rate with its 95 % confidence interval. */
export interface Rate {
  count: number;
  rate: number;
  low: number;
  high: number;
}

/** The feedback on what was shown for one reason by one version of a model. */
export interface Quality {
  type: RecommendationType;
  /** Null if unknown, since the item was in no stored list. */
  reasonKind: string | null;
  /** Null for the defaults. */
  modelVersion: number | null;
  /** Pairs of a student and an item that was shown to them, however often. */
  shown: number;
  opened: Rate;
  accepted: Rate;
  dismissed: Rate;
}

interface Row {
  type: RecommendationType;
  reason_kind: string | null;
  model_version: number | null;
  shown: number;
  opened: number;
  accepted: number;
  dismissed: number;
}

/** @param since leaves out what was last shown earlier */
export async function readQuality(sql: Sql, since: Date): Promise<Quality[]> {
  const rows = await sql<Row[]>`
    select type, reason_kind, model_version, count(*)::integer as shown,
      count(opened_at)::integer as opened, count(accepted_at)::integer as accepted,
      count(dismissed_at)::integer as dismissed
    from recommendation_feedback
    where shown > 0 and shown_at >= ${since}
    group by type, reason_kind, model_version
    order by type, shown desc, reason_kind, model_version`;
  return rows.map(({ reason_kind: reasonKind, model_version: modelVersion, type, shown, ...counts }) => ({
    type,
    reasonKind,
    modelVersion,
    shown,
    opened: wilsonRate(counts.opened, shown),
    accepted: wilsonRate(counts.accepted, shown),
    dismissed: wilsonRate(counts.dismissed, shown),
  }));
}

/** The 97.5 % quantile of the standard normal distribution, for a two-sided 95 % interval. */
const Z = 1.96;

/** A rate with Wilson's score interval (1927), which also holds for small counts and zero. */
export function wilsonRate(count: number, total: number): Rate {
  const rate = count / total;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / total + Z ** 2 / (4 * total ** 2));
  const scale = 1 + Z ** 2 / total;
  const middle = (rate + Z ** 2 / (2 * total)) / scale;
  return {
    count,
    rate,
    low: Math.max(0, middle - spread / scale),
    high: Math.min(1, middle + spread / scale),
  };
}
