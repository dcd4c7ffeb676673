import { z } from 'zod';
import type { Sql } from '../../platform/postgres.ts';
import { FEATURES } from './features.ts';
import { readLearnedFrom } from './history.ts';
import { train, type Horizon, type HorizonModel } from './train.ts';

const NAME = 'engagement-forecast';

const numbers = z.array(z.number()).length(FEATURES.length);
const horizonModel = z.object({
  regression: z.object({ intercept: z.number(), weights: numbers, means: numbers, deviations: numbers }),
  lapsed: z.number(),
  new: z.number(),
});

/** The weights mean something only for the features that they were learned for. */
const parametersSchema = z.object({
  features: z.literal(FEATURES.join()),
  horizons: z.object({ 30: horizonModel, 60: horizonModel }),
});

export interface Model {
  version: number;
  trainedAt: Date;
  horizons: Record<Horizon, HorizonModel>;
}

/** Versions that were replaced are kept for so long, to see how the metrics went. */
const KEPT = '90 days';

/**
 * Learns anew from the history until now, and keeps what came out as a version, with its metrics and those of
 * the baseline (how long ago somebody did something, alone). It is adopted only if its probabilities are
 * better than the baseline's, both horizons together.
 *
 * @returns how many snapshots of people it learned from; null when there is too little history.
 */
export async function refreshForecast(sql: Sql, now: Date): Promise<number | null> {
  const trained = train(await readLearnedFrom(sql, now), now.getTime());
  if (trained === null) return null;
  const { horizons, metrics, baseline, cases } = trained;
  const better = metrics[30].brier + metrics[60].brier < baseline[30].brier + baseline[60].brier;
  const parameters = { features: FEATURES.join(), horizons };
  await sql`
    with forgotten as (
      delete from model_versions
      where model = ${NAME} and trained_at < ${now}::timestamptz - ${KEPT}::interval
        and id <> (
          select id from model_versions where model = ${NAME} and adopted_at is not null
          order by adopted_at desc, id desc limit 1
        )
    )
    insert into model_versions (model, parameters, metrics, baseline_metrics, cases, trained_at, adopted_at)
    values (
      ${NAME}, ${JSON.stringify(parameters)}::text::jsonb, ${JSON.stringify(metrics)}::text::jsonb,
      ${JSON.stringify(baseline)}::text::jsonb, ${cases}, ${now}, ${better ? now : null}
    )`;
  return cases;
}

/** The version in use; null as long as there was too little history to learn from. */
export async function readModel(sql: Sql): Promise<Model | null> {
  const [row] = await sql<{ id: number; parameters: unknown; trained_at: Date }[]>`
    select id, parameters, trained_at from model_versions
    where model = ${NAME} and adopted_at is not null
    order by adopted_at desc, id desc
    limit 1`;
  const parsed = parametersSchema.safeParse(row?.parameters);
  // A version of other features, from before an update: the next night learns the present ones.
  if (row === undefined || !parsed.success) return null;
  return { version: row.id, trainedAt: row.trained_at, horizons: parsed.data.horizons };
}
