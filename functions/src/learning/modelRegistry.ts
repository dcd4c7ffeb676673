import type { z } from 'zod';
import type { AnySql } from '../platform/postgres.ts';

/** Versions kept of each model, about three months of nightly training; older ones stay while rows refer to them. */
export const KEPT_VERSIONS = 90;

/** The parameters that a model works with: those of the version adopted last, or the defaults. */
export type ModelInUse<Parameters, Defaults = Parameters> =
  | { version: number; trainedAt: Date; parameters: Parameters }
  | { version: null; trainedAt: null; parameters: Defaults };

/** A trained version, measured on a holdout. */
interface Candidate<Parameters> {
  parameters: Parameters;
  metrics: object;
  /** Metrics of what the candidate is compared with, on the same cases. */
  baselineMetrics: object;
  /** How many cases it was trained on, or measured with. */
  cases: number;
  /** Whether it replaces the version in use. */
  isAdopted: boolean;
}

/** A learned model whose versions are rows of `model_versions`. */
export interface Model<Parameters, Defaults = Parameters> {
  name: string;
  /**
   * Reads the version adopted last. Falls back on the defaults if there is none, or if its parameters no longer fit the
   * schema because the code has changed.
   */
  inUse: (sql: AnySql) => Promise<ModelInUse<Parameters, Defaults>>;
  /** Saves a candidate as a new version and prunes old ones. */
  save: (sql: AnySql, now: Date, candidate: Candidate<Parameters>) => Promise<void>;
}

/** @param defaults used until a version is adopted; null for a model that cannot do without training */
export function defineModel<Parameters extends object, Defaults>({
  name,
  schema,
  defaults,
}: {
  name: string;
  schema: z.ZodType<Parameters>;
  defaults: Defaults;
}): Model<Parameters, Defaults> {
  return {
    name,
    async inUse(sql) {
      const [row] = await sql<{ id: number; parameters: unknown; trained_at: Date }[]>`
        select id, parameters, trained_at from model_versions
        where model = ${name} and adopted_at is not null
        order by adopted_at desc, id desc
        limit 1`;
      const parsed = schema.safeParse(row?.parameters);
      if (row === undefined || !parsed.success)
        return { version: null, trainedAt: null, parameters: defaults };
      return { version: row.id, trainedAt: row.trained_at, parameters: parsed.data };
    },
    async save(sql, now, { parameters, metrics, baselineMetrics, cases, isAdopted }) {
      await sql`
        insert into model_versions (model, parameters, metrics, baseline_metrics, cases, trained_at, adopted_at)
        values (
          ${name}, ${JSON.stringify(parameters)}::text::jsonb, ${JSON.stringify(metrics)}::text::jsonb,
          ${JSON.stringify(baselineMetrics)}::text::jsonb, ${cases}, ${now}, ${isAdopted ? now : null}
        )`;
      await prune(sql, name);
    },
  };
}

/** Deletes the versions before the newest {@link KEPT_VERSIONS}, except the one in use and those that rows refer to. */
async function prune(sql: AnySql, name: string): Promise<void> {
  await sql`
    delete from model_versions as old
    where id in (
      select id from model_versions where model = ${name}
      order by trained_at desc, id desc offset ${KEPT_VERSIONS}
    ) and id <> coalesce((
      select id from model_versions where model = ${name} and adopted_at is not null
      order by adopted_at desc, id desc limit 1
    ), 0)
      and not exists (select from recommendations where model_version = old.id)
      and not exists (select from recommendation_feedback where model_version = old.id)
      and not exists (select from skill_weights where model_version = old.id)`;
}
