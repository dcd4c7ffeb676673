import { labelKey } from '../../platform/documents/labels.ts';
import { waitForLock } from '../../platform/locks.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normaliseTitle.ts';

/** What people have written in their positions, in the forms in which career paths keep it. */
interface WordsInUse {
  spellings: Set<string>;
  /** Keys of titles. */
  titles: Set<string>;
  roles: Set<string>;
  organisations: Set<string>;
  industries: Set<string>;
  departments: Set<string>;
}

/**
 * Removes what career paths keep of titles, organisations, industries and departments that nobody has any more; the next
 * night counts all of it anew.
 *
 * @returns how many titles and contexts
 */
export function deleteUnusedTitles(sql: Sql): Promise<number> {
  return longTransaction(sql, async (tx) => {
    await waitForLock(tx, 'careers');
    const inUse = await readWordsInUse(tx);
    return (await deleteTitles(tx, inUse)) + (await deleteContexts(tx, inUse));
  });
}

async function readWordsInUse(sql: TransactionSql): Promise<WordsInUse> {
  const read = async (column: string): Promise<string[]> => {
    const rows = await sql<{ text: string }[]>`
      select distinct ${sql(column)} as text from positions where live and ${sql(column)} is not null`;
    return rows.map(({ text }) => text);
  };
  const titles = await read('title');
  const normalised = titles.map(normaliseTitle);
  const departments = await sql<{ key: string }[]>`
    select distinct department_key as key from users where live and department_key is not null`;
  return {
    spellings: new Set(titles.map((title) => title.trim().replace(/\s+/g, ' '))),
    titles: new Set(normalised.map(({ key }) => key)),
    roles: new Set(normalised.map(({ role }) => role)),
    organisations: keysOf(await read('organisation')),
    industries: keysOf(await read('industry')),
    departments: new Set(departments.map(({ key }) => key)),
  };
}

async function deleteTitles(sql: TransactionSql, { spellings, titles }: WordsInUse): Promise<number> {
  const rows = await sql<{ key: string; spellings: Record<string, number> }[]>`
    select key, spellings from career_titles`;
  const unused = rows.filter(({ key }) => !titles.has(key)).map(({ key }) => key);
  const respelt = rows
    .filter(({ key }) => titles.has(key))
    .map(({ key, spellings: all }) => ({
      key,
      before: Object.keys(all).length,
      kept: Object.entries(all).filter(([spelling]) => spellings.has(spelling)),
    }))
    .filter(({ before, kept }) => kept.length < before)
    .map(({ key, kept }) => ({ key, name: kept[0]?.[0] ?? key, spellings: Object.fromEntries(kept) }));
  await sql`delete from career_titles where key = any (${pgArray(unused)}::text[])`;
  await sql`
    update career_titles set name = respelt.name, spellings = respelt.spellings
    from jsonb_to_recordset(${JSON.stringify(respelt)}::text::jsonb) as respelt (key text, name text, spellings jsonb)
    where career_titles.key = respelt.key`;
  return unused.length;
}

async function deleteContexts(sql: TransactionSql, inUse: WordsInUse): Promise<number> {
  const rows = await sql<{ id: string }[]>`select id from career_contexts`;
  const unused = rows.map(({ id }) => id).filter((id) => !isInUse(id, inUse));
  await sql`delete from career_contexts where id = any (${pgArray(unused)}::text[])`;
  return unused.length;
}

/** Whether somebody still has what a context is about; see contextsOf(). */
function isInUse(id: string, { titles, roles, organisations, industries, departments }: WordsInUse): boolean {
  const [, kind = '', value = ''] = /^(\w+):(.*)$/s.exec(id) ?? [];
  switch (kind) {
    case 'department':
      return departments.has(value.replace(/^(first|later):/, ''));
    case 'industry':
      return industries.has(value);
    case 'organisation':
      return organisations.has(value);
    case 'role':
      return roles.has(value);
    case 'after':
    case 'earlier':
      return titles.has(value);
    case 'afterTwo':
      return value.split(' > ').every((title) => titles.has(title));
    default:
      return true;
  }
}

function keysOf(labels: readonly string[]): Set<string> {
  return new Set(labels.map((label) => labelKey(label) ?? ''));
}
