import type { Sql } from '../../platform/postgres.ts';
import type { RecommendationType } from '../recommender.ts';

/** How many of how many, with the interval in which the true rate lies with 95 % probability. */
export interface Rate {
  count: number;
  rate: number;
  low: number;
  high: number;
}

/** What became of what was shown for one reason by one version of a model. */
export interface Quality {
  type: RecommendationType;
  /** Null where it is not known, since it was in no list that was kept. */
  reasonKind: string | null;
  /** Null for the defaults. */
  modelVersion: number | null;
  /** Pairs of a student and a thing that was shown to them, however often. */
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

/** @param since only what was shown since then */
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
    opened: rateOf(counts.opened, shown),
    accepted: rateOf(counts.accepted, shown),
    dismissed: rateOf(counts.dismissed, shown),
  }));
}

/** Two standard deviations, nearly: 95 %. */
const Z = 1.96;

/** A rate with Wilson's interval (1927), which also holds for few and for none. */
export function rateOf(count: number, all: number): Rate {
  const rate = count / all;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / all + Z ** 2 / (4 * all ** 2));
  const scale = 1 + Z ** 2 / all;
  const middle = (rate + Z ** 2 / (2 * all)) / scale;
  return {
    count,
    rate,
    low: Math.max(0, middle - spread / scale),
    high: Math.min(1, middle + spread / scale),
  };
}
