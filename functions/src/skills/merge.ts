import { DomainError } from '../platform/errors.ts';
import { isConflict, isDuplicate, transaction, type Sql, type TransactionSql } from '../platform/postgres.ts';
import { displayName, skillKey } from './skillKey.ts';
import { addSkills, LINK_TABLES, type LinkTable } from './skillLinks.ts';

/** A skill by its id, or by any of its spellings. */
export type SkillReference = { id: number } | { name: string };

/** What a merge did. */
export interface Merged {
  from: { id: number; name: string };
  into: { id: number; name: string };
  /** Links that went to the other skill, by table. All are 0 when both were one skill already. */
  moved: Record<string, number>;
}

/** Attempts at a merge that collides with the writer or with another merge. */
const ATTEMPTS = 8;

/**
 * Makes two skills one: every link and every alias of the first goes to the second, and the first's name
 * becomes an alias, so that no later change of a document brings it back. Who had both keeps the higher level,
 * and the verification. Safe while the synchronisation runs, and while others merge.
 *
 * @throws DomainError when there is no such skill.
 */
export function mergeSkills(
  sql: Sql,
  { from, into }: { from: SkillReference; into: SkillReference },
): Promise<Merged> {
  return patiently(sql, async (opened) => merge(opened, await find(opened, from), await find(opened, into)));
}

/**
 * Makes a name a spelling of a skill, also of one that has it already: that one is merged.
 *
 * @throws DomainError when there is no such skill, or the name is an alias of another one.
 */
export function addAlias(sql: Sql, name: string, into: SkillReference): Promise<Merged> {
  return patiently(sql, async (opened) => {
    const skill = await find(opened, into);
    const key = skillKey(name);
    const [taken] = await opened<{ name: string }[]>`
      select skills.name from skill_aliases join skills on skills.id = skill_id
      where skill_aliases.key = ${key} and skill_id <> ${skill.id}`;
    if (taken) throw new DomainError('already-exists', `"${name}" is a spelling of "${taken.name}"`);
    // Two skills are merged in one way only: one that nobody has yet is no exception.
    await addSkills(opened, JSON.stringify([{ key, name: displayName(name) }]));
    return merge(opened, await find(opened, { name }), skill);
  });
}

interface SkillRow {
  id: number;
  key: string;
  name: string;
}

async function patiently(sql: Sql, work: (sql: TransactionSql) => Promise<Merged | null>): Promise<Merged> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const merged = await transaction(sql, async (opened) => {
        await opened`select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '10s', true)`;
        return work(opened);
      });
      if (merged !== null) return merged;
    } catch (error) {
      // The writer adds a link where this one moves another: it is found at the next attempt.
      if (!(isConflict(error) || isDuplicate(error)) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function find(sql: TransactionSql, reference: SkillReference): Promise<SkillRow> {
  const [row] =
    'id' in reference
      ? await sql<SkillRow[]>`select id, key, name from skills where id = ${reference.id}`
      : await sql<SkillRow[]>`
          select id, key, name from skills
          where id = coalesce(
            (select skill_id from skill_aliases where key = ${skillKey(reference.name)}),
            (select id from skills where key = ${skillKey(reference.name)})
          )`;
  if (row) return row;
  throw new DomainError(
    'not-found',
    'id' in reference ? `there is no skill ${String(reference.id)}` : `there is no skill "${reference.name}"`,
  );
}

/** Merges, or returns null when another merge took one of the two away. */
async function merge(sql: TransactionSql, from: SkillRow, into: SkillRow): Promise<Merged | null> {
  const moved = Object.fromEntries(LINK_TABLES.map(({ table }) => [table, 0]));
  const merged = {
    from: { id: from.id, name: from.name },
    into: { id: into.id, name: into.name },
    moved,
  };
  if (from.id === into.id) return merged;
  if (!(await lock(sql, from, into))) return null;
  await sql`update skill_aliases set skill_id = ${into.id} where skill_id = ${from.id}`;
  const key = skillKey(from.name);
  if (key !== into.key) {
    await sql`
      insert into skill_aliases (key, name, skill_id) values (${key}, ${from.name}, ${into.id})
      on conflict (key) do update set skill_id = excluded.skill_id`;
  }
  for (const link of LINK_TABLES) moved[link.table] = await moveLinks(sql, link, from.id, into.id);
  // What is searched names the other one from now on.
  await sql`
    insert into search_queue (user_id)
    select user_id from user_skills where skill_id = ${into.id}
    union
    select user_id from post_skills where skill_id = ${into.id}`;
  await sql`delete from skills where id = ${from.id}`;
  return merged;
}

/**
 * Locks both, in one order for all. The lock on the first waits for the writers that are linking to it, and
 * from then on no link to it can be added; the second is only kept from being merged itself.
 */
async function lock(sql: TransactionSql, from: SkillRow, into: SkillRow): Promise<boolean> {
  for (const { id } of [from, into].sort((a, b) => a.id - b.id)) {
    const strength = id === from.id ? sql`for update` : sql`for no key update`;
    const [row] = await sql`select id from skills where id = ${id} ${strength}`;
    if (row === undefined) return false;
  }
  return true;
}

async function moveLinks(
  sql: TransactionSql,
  { table, owner, columns }: LinkTable,
  from: number,
  into: number,
): Promise<number> {
  const names = Object.keys(columns);
  if (names.length > 0) {
    await sql.unsafe(
      `update ${table} as kept
       set ${names.map((name) => `${name} = greatest(kept.${name}, gone.${name})`).join(', ')}
       from ${table} as gone
       where kept.skill_id = $2 and gone.skill_id = $1 and kept.${owner} = gone.${owner}`,
      [from, into],
    );
  }
  const both = await sql.unsafe(
    `delete from ${table} as gone using ${table} as kept
     where kept.skill_id = $2 and gone.skill_id = $1 and kept.${owner} = gone.${owner}`,
    [from, into],
  );
  // Updated rather than replaced: a writer that waits for the row, to remove it, follows it.
  const one = await sql.unsafe(`update ${table} set skill_id = $2 where skill_id = $1`, [from, into]);
  return both.count + one.count;
}
