import { isDuplicate } from '../platform/databaseErrors.ts';
import { transaction, type Sql } from '../platform/postgres.ts';
import type { Collection } from '../platform/documents/collection.ts';
import { mergeSkillInto } from './mergeSkillInto.ts';
import { rewriteChildRows } from './rewriteChildRows.ts';
import { refreshSkillNames } from './refreshSkillNames.ts';
import { skillKey } from './skillKey.ts';
import type { SkillRow } from './findSkill.ts';

export interface Renormalisation {
  /** Skills that got another key, skills merged because they now share a key, and skills that got another name. */
  rekeyed: number;
  merged: number;
  renamed: number;
  /** Documents whose links were rewritten, and documents that no longer fit their schema. */
  documents: number;
  unreadable: number;
}

/**
 * Re-derives every skill and link from the stored documents with the current rules and aliases. Needed after an
 * update that changes them. Safe while documents sync, and safe to run again after an interruption.
 */
export async function renormaliseSkills(
  sql: Sql,
  collections: readonly Collection[],
  onProgress: (documents: number) => void = () => undefined,
): Promise<Renormalisation> {
  await rekeyAliases(sql);
  const result = { ...(await rekeySkills(sql)), renamed: 0, documents: 0, unreadable: 0 };
  for (const collection of collections) {
    if (collection.childRows === null) continue;
    let after: string[] | null = null;
    do {
      const chunk = await rewriteChildRows(sql, collection, after);
      after = chunk.last;
      result.documents += chunk.documents;
      result.unreadable += chunk.unreadable;
      onProgress(result.documents + result.unreadable);
    } while (after !== null);
  }
  result.renamed = await transaction(sql, refreshSkillNames);
  return result;
}

/** Gives operators' aliases their current keys, and drops those that the rules now resolve. */
async function rekeyAliases(sql: Sql): Promise<void> {
  const aliases = await sql<{ key: string; name: string; target: string }[]>`
    select skill_aliases.key, skill_aliases.name, skills.name as target
    from skill_aliases join skills on skills.id = skill_id`;
  const rekeyed = aliases.map(({ key, name, target }) => ({
    old: key,
    key: skillKey(name),
    redundant: skillKey(name) === skillKey(target),
  }));
  const stale = JSON.stringify(rekeyed.filter(({ old, key, redundant }) => old !== key || redundant));
  await sql`
    with stale as (
      select * from jsonb_to_recordset(${stale}::text::jsonb) as stale (old text, key text, redundant boolean)
    ), removed as (
      delete from skill_aliases using stale where skill_aliases.key = stale.old
      returning stale.key, stale.redundant, skill_aliases.name, skill_id, created_at
    )
    insert into skill_aliases (key, name, skill_id, created_at)
    select distinct on (key) key, name, skill_id, created_at from removed where not redundant order by key
    on conflict (key) do nothing`;
}

/** Gives skills their current keys, merging those that now share a key, until nothing is stale. */
async function rekeySkills(sql: Sql): Promise<{ rekeyed: number; merged: number }> {
  const result = { rekeyed: 0, merged: 0 };
  for (;;) {
    const { rekeyings, merges } = planRekeying(
      await sql<SkillRow[]>`select id, key, name from skills order by id`,
    );
    if (rekeyings.length + merges.length === 0) return result;
    if (rekeyings.length > 0) result.rekeyed += await rekey(sql, rekeyings);
    for (const merge of merges) {
      await mergeSkillInto(sql, merge);
      result.merged += 1;
    }
  }
}

interface RekeyingPlan {
  rekeyings: { id: number; key: string }[];
  merges: { from: { id: number }; into: { id: number } }[];
}

/** Gives each stale skill its new key if that is free, otherwise merges it into the skill that holds the key. */
function planRekeying(skills: readonly SkillRow[]): RekeyingPlan {
  const holders = new Map(skills.map((skill) => [skill.key, skill]));
  const rekeyings = new Map<string, SkillRow>();
  const merges: RekeyingPlan['merges'] = [];
  for (const { id, key: oldKey, name } of skills) {
    const key = skillKey(name);
    if (key === oldKey) continue;
    const holder = holders.get(key) ?? rekeyings.get(key);
    if (holder === undefined) rekeyings.set(key, { id, key, name });
    // A holder that is itself stale gives up the key first; the next round handles this skill.
    else if (skillKey(holder.name) === key) merges.push({ from: { id }, into: { id: holder.id } });
  }
  return { rekeyings: [...rekeyings.values()], merges };
}

async function rekey(sql: Sql, skills: RekeyingPlan['rekeyings']): Promise<number> {
  try {
    const { count } = await sql`
      update skills set key = rekeyed.key
      from jsonb_to_recordset(${JSON.stringify(skills)}::text::jsonb) as rekeyed (id integer, key text)
      where skills.id = rekeyed.id`;
    return count;
  } catch (error) {
    // The writer has just inserted a skill with one of these keys; the next round sees it.
    if (isDuplicate(error)) return 0;
    throw error;
  }
}
