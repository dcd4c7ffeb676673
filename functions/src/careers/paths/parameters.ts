import { z } from 'zod';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { DEFAULT_PARAMETERS, type LearnedPaths, type PathParameters } from './learn.ts';
import { DEFAULT_WEIGHTS } from './mixture.ts';

const NAME = 'career-paths';

const parametersSchema = z.object({
  weights: z.record(z.string(), z.number().min(0)),
  halfLifeYears: z.number().positive().nullable(),
});

/** Versions that were replaced are kept for so long, to see how the metrics went. */
const KEPT = '90 days';

/** Keeps what was learned as a version, which is adopted only if it ranks better than the baseline. */
export async function keepParameters(sql: TransactionSql, now: Date, learned: LearnedPaths): Promise<void> {
  const { parameters, metrics, baseline, cases } = learned;
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
      ${JSON.stringify(baseline)}::text::jsonb, ${cases}, ${now}, ${metrics.mrr > baseline.mrr ? now : null}
    )`;
}

/** Those of the version in use, or the defaults. */
export async function readParameters(sql: Sql | TransactionSql): Promise<PathParameters> {
  const [row] = await sql<{ parameters: unknown }[]>`
    select parameters from model_versions
    where model = ${NAME} and adopted_at is not null
    order by adopted_at desc, id desc
    limit 1`;
  if (row === undefined) return DEFAULT_PARAMETERS;
  const { weights, halfLifeYears } = parametersSchema.parse(row.parameters);
  // Kinds that are new since then have their defaults.
  return { weights: { ...DEFAULT_WEIGHTS, ...weights }, halfLifeYears };
}
