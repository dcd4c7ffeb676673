import { isConflict, isDuplicate } from '../platform/databaseErrors.ts';
import { transaction, type Sql, type TransactionSql } from '../platform/postgres.ts';
import { retryConflicts } from '../platform/retryConflicts.ts';
import { timeouts } from '../platform/timeouts.ts';
import { findSkill, type SkillReference, type SkillRow } from './findSkill.ts';
import { skillKey } from './skillKey.ts';
import { LINK_TABLES, type LinkTable } from './linkTables.ts';

export interface SkillMerge {
  from: { id: number; name: string };
  into: { id: number; name: string };
  /** Links moved to the surviving skill, by table. All 0 if the two were already one skill. */
  moved: Record<string, number>;
}

/** Whether a merge had nothing to do, because both were names of one skill. */
export function isSameSkill({ from, into }: SkillMerge): boolean {
  return from.id === into.id;
}

/** What to say then. */
export function sameSkill({ into }: SkillMerge): string {
  return `Both are names of the same skill, ${into.name}: there is nothing to merge.`;
}

/** Attempts at a merge that collides with the sync writer or another merge. */
const MAX_ATTEMPTS = 8;

/**
 * Merges one skill into another: every link and alias of `from` moves to `into`, and the name of `from` becomes an
 * alias, so later document changes do not bring it back. A user who had both keeps the higher level and the
 * verification. Safe while documents sync and while other merges run.
 *
 * @throws DomainError `not-found`
 */
export function mergeSkillInto(
  sql: Sql,
  { from, into }: { from: SkillReference; into: SkillReference },
): Promise<SkillMerge> {
  return retryOnConflict(sql, async (tx) =>
    mergeInTransaction(tx, await findSkill(tx, from), await findSkill(tx, into)),
  );
}

/** Runs `merge` in a transaction, again when it collides with a concurrent change or returns null. */
export async function retryOnConflict(
  sql: Sql,
  merge: (sql: TransactionSql) => Promise<SkillMerge | null>,
): Promise<SkillMerge> {
  const attempt = (): Promise<SkillMerge | null> =>
    transaction(sql, async (tx) => {
      await tx`select ${timeouts(tx, { statement: '60s', lock: '10s' })}`;
      return merge(tx);
    });
  // The writer can insert a link just where this transaction moves another; the next attempt sees it.
  const isRetryable = (error: unknown): boolean => isConflict(error) || isDuplicate(error);
  for (;;) {
    const merged = await retryConflicts(attempt, { attempts: MAX_ATTEMPTS, isRetryable });
    if (merged !== null) return merged;
  }
}

/** Merges two skills, or returns null when a concurrent merge has removed one of them. */
export async function mergeInTransaction(
  sql: TransactionSql,
  from: SkillRow,
  into: SkillRow,
): Promise<SkillMerge | null> {
  const moved = Object.fromEntries(LINK_TABLES.map(({ table }) => [table, 0]));
  const merged = {
    from: { id: from.id, name: from.name },
    into: { id: into.id, name: into.name },
    moved,
  };
  if (from.id === into.id) return merged;
  if (!(await lockSkills(sql, from, into))) return null;
  await moveAliases(sql, from, into);
  for (const link of LINK_TABLES) moved[link.table] = await moveLinks(sql, link, from.id, into.id);
  // The search documents of these users name the merged skill.
  await sql`select queue_skill_for_search(${into.id})`;
  await sql`delete from skills where id = ${from.id}`;
  return merged;
}

/**
 * Locks both rows, in id order so that merges cannot deadlock. The lock on `from` waits for writers that are linking
 * to it and blocks new links; the lock on `into` only keeps it from being merged away.
 */
async function lockSkills(sql: TransactionSql, from: SkillRow, into: SkillRow): Promise<boolean> {
  for (const { id } of [from, into].sort((a, b) => a.id - b.id)) {
    const strength = id === from.id ? sql`for update` : sql`for no key update`;
    const [row] = await sql`select id from skills where id = ${id} ${strength}`;
    if (row === undefined) return false;
  }
  return true;
}

/** Moves the aliases of `from`, and adds its name as one unless the rules resolve it anyway. */
async function moveAliases(sql: TransactionSql, from: SkillRow, into: SkillRow): Promise<void> {
  await sql`update skill_aliases set skill_id = ${into.id} where skill_id = ${from.id}`;
  const key = skillKey(from.name);
  if (key === into.key) return;
  await sql`
    insert into skill_aliases (key, name, skill_id) values (${key}, ${from.name}, ${into.id})
    on conflict (key) do update set skill_id = excluded.skill_id`;
}

/** Moves the links of one table and returns how many there were. */
async function moveLinks(
  sql: TransactionSql,
  { table, owner, columns }: LinkTable,
  from: number,
  into: number,
): Promise<number> {
  const combined = Object.entries(columns).map(([name, { combine }]) =>
    combine === 'latest'
      ? `${name} = case when kept.verified_at >= removed.verified_at or removed.verified_at is null
          then kept.${name} else removed.${name} end`
      : `${name} = ${combine === 'min' ? 'least' : 'greatest'}(kept.${name}, removed.${name})`,
  );
  await sql.unsafe(
    `update ${table} as kept
     set ${combined.join(', ')}
     from ${table} as removed
     where kept.skill_id = $2 and removed.skill_id = $1 and kept.${owner} = removed.${owner}`,
    [from, into],
  );
  const duplicates = await sql.unsafe(
    `delete from ${table} as removed using ${table} as kept
     where kept.skill_id = $2 and removed.skill_id = $1 and kept.${owner} = removed.${owner}`,
    [from, into],
  );
  // Update in place instead of delete and insert: a writer waiting to remove the row then still finds it.
  const moved = await sql.unsafe(`update ${table} set skill_id = $2 where skill_id = $1`, [from, into]);
  return duplicates.count + moved.count;
}
