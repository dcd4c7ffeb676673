import { topIndices } from '../../learning/topK.ts';
import { waitForLock } from '../../platform/locks.ts';
import { pgArray, transaction, type Sql } from '../../platform/postgres.ts';
import { chooseSkillSettings, COMPARED_SKILLS, isSame } from './chooseSkillSettings.ts';
import { readSkillProfiles } from './readSkillProfiles.ts';
import { skillModel, skillWeights } from './skillModel.ts';

/** The most common skills, which the model knows: 32 MB and about 6 s. Others are counted on request. */
const FITTED_SKILLS = 2000;

/** The largest weights stored for each skill, 8 bytes each; all 2,000 ranked no better on public profiles. */
const MAX_WEIGHTS = 200;

/** Skills written at a time. */
const PAGE = 500;

/** Decimals stored of a weight. */
const DECIMALS = 5;

/**
 * Recomputes `skill_weights`. Compares settings first, and adopts others if they find hidden skills better than those
 * in use.
 *
 * @returns how many skills the model knows now
 */
export async function fitSkillWeights(sql: Sql, now: Date): Promise<number> {
  const { ids, people } = await readSkillProfiles(sql, FITTED_SKILLS);
  const inUse = await skillModel.inUse(sql);
  const size = Math.min(ids.length, COMPARED_SKILLS);
  const common = people.map((skills) => skills.filter((skill) => skill < size));
  const chosen = chooseSkillSettings(common, size, inUse.parameters);
  if (chosen !== null && !isSame(chosen.settings, inUse.parameters)) {
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
  await writeWeights(sql, now, { ids, version, weights: skillWeights(people, ids.length, parameters) });
  return ids.length;
}

interface FittedWeights {
  ids: number[];
  version: number | null;
  /** In row-major order. */
  weights: Float64Array;
}

async function writeWeights(sql: Sql, now: Date, { ids, version, weights }: FittedWeights): Promise<void> {
  const size = ids.length;
  await transaction(sql, async (opened) => {
    // Of two fits at once, the second one waits and writes the same.
    await waitForLock(opened, 'skillWeights');
    await opened`delete from skill_weights`;
    for (let from = 0; from < size; from += PAGE) {
      const page = ids.slice(from, from + PAGE).map((id, offset) => {
        const row = weights.subarray((from + offset) * size, (from + offset + 1) * size);
        const largest = topIndices(row.map(Math.abs), MAX_WEIGHTS, 0);
        return {
          id,
          others: pgArray(largest.map((other) => ids[other] ?? 0)),
          weights: pgArray(largest.map((other) => (row[other] ?? 0).toFixed(DECIMALS))),
        };
      });
      // A skill may have been merged into another one since the profiles were read.
      await opened`
        insert into skill_weights (skill_id, others, weights, model_version, refreshed_at)
        select id, others::integer[], weights::real[], ${version}, ${now}
        from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb) as new (id integer, others text, weights text)
        where exists (select from skills where skills.id = new.id)
        order by id`;
    }
  });
}
