import { isDuplicate, quoted, transaction, type Sql } from '../platform/postgres.ts';
import type { Collection, Written } from '../platform/documents/collection.ts';
import type { JsonObject } from '../platform/documents/json.ts';
import { displayName, skillKey } from './skillKey.ts';
import { mergeSkills } from './merge.ts';

/** Documents whose links are written in one transaction. */
const CHUNK = 250;

/** What became of the skills and of the documents. */
export interface Renormalized {
  /** Skills that got another key or name, and skills that turned out to be another one. */
  renamed: number;
  merged: number;
  /** Documents whose links were written, and those whose stored state no longer fits its schema. */
  documents: number;
  unreadable: number;
}

/**
 * Brings every skill and every link to what the present rules and aliases make of the names in the stored
 * documents. Needed after an update that changed them. Safe while the synchronisation runs; one that was
 * interrupted is simply run again.
 */
export async function renormalize(
  sql: Sql,
  collections: readonly Collection[],
  onProgress: (documents: number) => void = () => undefined,
): Promise<Renormalized> {
  await renewAliases(sql);
  const result = { ...(await renewSkills(sql)), documents: 0, unreadable: 0 };
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
  return result;
}

/** The keys that operators' aliases have under the present rules. */
async function renewAliases(sql: Sql): Promise<void> {
  const aliases = await sql<{ key: string; name: string; target: string }[]>`
    select skill_aliases.key, skill_aliases.name, skills.name as target
    from skill_aliases join skills on skills.id = skill_id`;
  const renewed = aliases.map(({ key, name, target }) => ({
    old: key,
    key: skillKey(name),
    superfluous: skillKey(name) === skillKey(target),
  }));
  const stale = JSON.stringify(renewed.filter(({ old, key, superfluous }) => old !== key || superfluous));
  await sql`
    with stale as (
      select * from jsonb_to_recordset(${stale}::text::jsonb) as stale (old text, key text, superfluous boolean)
    ), removed as (
      delete from skill_aliases using stale where skill_aliases.key = stale.old
      returning stale.key, stale.superfluous, skill_aliases.name, skill_id, created_at
    )
    insert into skill_aliases (key, name, skill_id, created_at)
    select distinct on (key) key, name, skill_id, created_at from removed where not superfluous order by key
    on conflict (key) do nothing`;
}

interface StaleSkill {
  id: number;
  key: string;
  name: string;
}

/** The keys and names that skills have under the present rules; two with one key become one skill. */
async function renewSkills(sql: Sql): Promise<{ renamed: number; merged: number }> {
  const result = { renamed: 0, merged: 0 };
  for (;;) {
    const skills = await sql<StaleSkill[]>`select id, key, name from skills order by id`;
    const holders = new Map(skills.map((skill) => [skill.key, skill]));
    const free = new Map<string, StaleSkill>();
    const taken: { id: number; holder: StaleSkill }[] = [];
    for (const { id, key: old, name: spelling } of skills) {
      const [key, name] = [skillKey(spelling), displayName(spelling)];
      if (key === old && name === spelling) continue;
      const holder = holders.get(key) ?? free.get(key);
      if (holder === undefined || holder.id === id) free.set(key, { id, key, name });
      // A holder whose own key is out of date makes room first.
      else if (skillKey(holder.name) === key) taken.push({ id, holder });
    }
    if (free.size > 0) result.renamed += await rename(sql, [...free.values()]);
    for (const { id, holder } of taken) {
      await mergeSkills(sql, { from: { id }, into: { id: holder.id } });
      result.merged += 1;
    }
    if (free.size + taken.length === 0) return result;
  }
}

async function rename(sql: Sql, skills: StaleSkill[]): Promise<number> {
  try {
    const { count } = await sql`
      update skills set key = renewed.key, name = renewed.name
      from jsonb_to_recordset(${JSON.stringify(skills)}::text::jsonb) as renewed (id integer, key text, name text)
      where skills.id = renewed.id`;
    return count;
  } catch (error) {
    // The writer has just added a skill with one of these keys: the next look finds it.
    if (isDuplicate(error)) return 0;
    throw error;
  }
}

/** Writes the rows that the next documents own, under the locks under which the writer does. */
async function rewriteChildRows(
  sql: Sql,
  { table, keyColumns, fromColumns, match, pathOf, parse, childRows }: Collection,
  after: string[] | null,
): Promise<{ documents: number; unreadable: number; last: string[] | null }> {
  const key = quoted(keyColumns);
  const values = after ?? [];
  const behind =
    values.length === 0
      ? 'true'
      : `(${key}) > (${values.map((_, index) => `$${String(index + 1)}`).join(', ')})`;
  return transaction(sql, async (opened) => {
    const rows = await opened.unsafe<({ firebase_data: JsonObject } & Record<string, unknown>)[]>(
      `select ${key}, firebase_data from ${quoted([table])} where live and ${behind}
       order by ${key} limit ${String(CHUNK)} for no key update`,
      values,
    );
    const written = rows.flatMap((row): Written<unknown>[] => {
      try {
        const written = fromColumns(row);
        const params = match(pathOf(written)) ?? {};
        const { fields } = parse(row.firebase_data, { params, createTime: null, updateTime: '' });
        return [{ key: written, fields }];
      } catch {
        // Its next change becomes a dead letter, which says why.
        return [];
      }
    });
    if (written.length > 0) await childRows?.write(opened, written);
    const last = rows.length < CHUNK ? undefined : rows.at(-1);
    return {
      documents: written.length,
      unreadable: rows.length - written.length,
      last: last === undefined ? null : fromColumns(last),
    };
  });
}
