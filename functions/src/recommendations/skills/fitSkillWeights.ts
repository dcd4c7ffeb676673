import { waitForLock } from '../../platform/locks.ts';
import { pgArray, transaction, type Sql } from '../../platform/postgres.ts';
import { defineModel } from '../../learning/modelRegistry.ts';
import { topIndices } from '../../learning/topK.ts';
import { chooseSettings, COMPARED_SKILLS, same } from './chooseSkillSettings.ts';
import { DEFAULT_SETTINGS, settings, skillWeights, type Settings } from './skillModel.ts';
import { readProfiles } from './readSkillProfiles.ts';

const skillModel = defineModel<Settings, Settings>({
  name: 'skills',
  schema: settings,
  defaults: DEFAULT_SETTINGS,
});

/** The most common skills, which the model knows: 32 MB and about 6 s. The others are counted when asked for. */
const FITTED_SKILLS = 2000;

/** The largest weights that are kept of each: 8 bytes each; all 2,000 ranked no better on public profiles. */
const KEPT_WEIGHTS = 200;

/** Skills written at a time. */
const PAGE = 500;

/** Decimals of a weight. */
const DECIMALS = 5;

/**
 * Every night: chooses how to tell skills from other skills, as {@link chooseSettings} does, and computes the
 * weights anew. The version in use says how, and is replaced only by settings that do better.
 *
 * @returns how many skills the model knows now.
 */
export async function fitSkills(sql: Sql, now: Date): Promise<number> {
  const { ids, people } = await readProfiles(sql, FITTED_SKILLS);
  const inUse = await skillModel.inUse(sql);
  const size = Math.min(ids.length, COMPARED_SKILLS);
  const common = people.map((own) => own.filter((skill) => skill < size));
  const chosen = chooseSettings(common, size, inUse.parameters);
  if (chosen !== null && !same(chosen.settings, inUse.parameters)) {
    const { fitted, ...baselineMetrics } = chosen.metrics;
    await skillModel.save(sql, now, {
      parameters: chosen.settings,
      metrics: fitted,
      baselineMetrics,
      cases: chosen.cases,
      isAdopted: fitted.mrr > baselineMetrics.inUse.mrr,
    });
  }
  const { version, parameters } = await skillModel.inUse(sql);
  await write(sql, now, { ids, version, weights: skillWeights(people, ids.length, parameters) });
  return ids.length;
}

interface Model {
  ids: number[];
  version: number | null;
  weights: Float64Array;
}

async function write(sql: Sql, now: Date, { ids, version, weights }: Model): Promise<void> {
  const size = ids.length;
  await transaction(sql, async (opened) => {
    // Of two fits at once, the second waits and writes the same.
    await waitForLock(opened, 'skillWeights');
    await opened`delete from skill_weights`;
    for (let from = 0; from < size; from += PAGE) {
      const page = ids.slice(from, from + PAGE).map((id, offset) => {
        const row = weights.subarray((from + offset) * size, (from + offset + 1) * size);
        const kept = topIndices(row.map(Math.abs), KEPT_WEIGHTS, 0);
        return {
          id,
          others: pgArray(kept.map((other) => ids[other] ?? 0)),
          weights: pgArray(kept.map((other) => (row[other] ?? 0).toFixed(DECIMALS))),
        };
      });
      // A skill that was merged meanwhile is gone.
      await opened`
        insert into skill_weights (skill_id, others, weights, model_version, refreshed_at)
        select id, others::integer[], weights::real[], ${version}, ${now}
        from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb) as new (id integer, others text, weights text)
        where exists (select from skills where skills.id = new.id)
        order by id`;
    }
  });
}
