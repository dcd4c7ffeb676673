import { longTransaction } from '../platform/longTransaction.ts';
import { pgArray, type Fragment, type Sql, type TransactionSql } from '../platform/postgres.ts';
import { LINK_TABLES } from './linkTables.ts';
import { refreshSkillNames } from './refreshSkillNames.ts';
import { shippedKeys } from './skillKey.ts';

/**
 * Names every skill without those who are gone, and removes what is left of them alone: see {@link deleteUnusedSkills}.
 *
 * @returns how many skills and notes were removed
 */
export function forgetUnusedSkills(sql: Sql): Promise<number> {
  return longTransaction(sql, async (tx) => {
    await refreshSkillNames(tx);
    return (await deleteUnusedSkills(tx, tx`true`)) + (await deleteWaitingOfGone(tx));
  });
}

/**
 * Every night: removes the skills that no document has named for this many days. Until then, a skill that comes back is the
 * same one, with its history in insights and in what people dismissed.
 *
 * @returns how many skills and notes were removed
 */
export function expireUnusedSkills(sql: Sql, now: Date, days: number): Promise<number> {
  return longTransaction(sql, async (tx) => {
    await tx`
      update skills set unused_since = case when ${isUnused(tx)} then ${now}::timestamptz end
      where (unused_since is null) = (${isUnused(tx)})`;
    const isOld = tx`unused_since < ${now}::timestamptz - make_interval(days => ${days})`;
    return (await deleteUnusedSkills(tx, isOld)) + (await deleteWaitingOfGone(tx));
  });
}

/** Whether no document names a skill. */
function isUnused(sql: TransactionSql): Fragment {
  const links = LINK_TABLES.map(
    ({ table }) => `not exists (select from ${table} where skill_id = skills.id)`,
  );
  return sql`(${sql.unsafe(links.join(' and '))})`;
}

/**
 * Removes the skills that no document names any more, unless the shipped aliases, an imported taxonomy or an operator name
 * them: their spelling came from people. A skill that is being linked stays.
 *
 * @returns how many
 */
async function deleteUnusedSkills(sql: TransactionSql, isOld: Fragment): Promise<number> {
  const locked = await sql<{ id: number }[]>`
    select id from skills
    where ${isUnused(sql)} and ${isOld}
      and key <> all (${pgArray(shippedKeys())}::text[])
      and not exists (select from taxonomy_labels where taxonomy_labels.key = skills.key)
      and not exists (select from skill_aliases where skill_id = skills.id)
    order by id
    for update skip locked`;
  if (locked.length === 0) return 0;
  // Once they are locked nobody can link to them; somebody may have just before.
  const { count } = await sql`
    delete from skills where id = any (${pgArray(locked.map(({ id }) => id))}::integer[]) and ${isUnused(sql)}`;
  return count;
}

/** Removes notes of documents that are gone: no skill of theirs waits. */
async function deleteWaitingOfGone(sql: TransactionSql): Promise<number> {
  let deleted = 0;
  for (const { table, documents } of LINK_TABLES) {
    const { count } = await sql`
      delete from skills_waiting
      where link_table = ${table}
        and not exists (select from ${sql(documents)} as document where document.id = document_id)`;
    deleted += count;
  }
  return deleted;
}
