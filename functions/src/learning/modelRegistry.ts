import type { z } from 'zod';
import type { Sql } from '../platform/postgres.ts';
import type { RankingMetrics } from './rankingMetrics.ts';

/** What ranks, and as which version; null for the defaults. */
export interface ModelInUse<Parameters> {
  version: number | null;
  parameters: Parameters;
}

/**
 * The version that was adopted last; the defaults when there is none, or when its parameters do not fit any more,
 * since the code has changed.
 */
export async function modelInUse<Parameters>(
  sql: Sql,
  model: string,
  schema: z.ZodType<Parameters>,
  defaults: Parameters,
): Promise<ModelInUse<Parameters>> {
  const [row] = await sql<{ id: number; parameters: unknown }[]>`
    select id, parameters from model_versions
    where model = ${model} and adopted_at is not null
    order by adopted_at desc, id desc
    limit 1`;
  const parsed = schema.safeParse(row?.parameters);
  if (row === undefined || !parsed.success) return { version: null, parameters: defaults };
  return { version: row.id, parameters: parsed.data };
}

/** A version that was fitted on the earlier part of the history. */
export interface Fitted {
  model: string;
  parameters: Record<string, unknown>;
  /** On the later part: its own, that of the version in use, and that of a plain ranking. */
  metrics: { fitted: RankingMetrics; inUse: RankingMetrics; plain: RankingMetrics };
  /** How many cases of the later part these are of. */
  cases: number;
  /** Whether ranking better than the one in use is more than chance; when it is not said, any gain counts. */
  convincing?: boolean;
}

/**
 * Keeps a version with its metrics, and adopts it when it ranks better than the one in use, convincingly.
 *
 * @returns whether it was adopted.
 */
export async function keepVersion(sql: Sql, now: Date, fitted: Fitted): Promise<boolean> {
  const { model, parameters, metrics, cases, convincing = true } = fitted;
  const better = convincing && metrics.fitted.mrr > metrics.inUse.mrr;
  const { fitted: own, ...others } = metrics;
  await sql`
    insert into model_versions (model, parameters, metrics, baseline_metrics, cases, trained_at, adopted_at)
    values (
      ${model}, ${JSON.stringify(parameters)}::text::jsonb, ${JSON.stringify(own)}::text::jsonb,
      ${JSON.stringify(others)}::text::jsonb, ${cases}, ${now}, ${better ? now : null}
    )`;
  return better;
}
