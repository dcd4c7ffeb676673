import { deleteUnusedTitles } from '../../../careers/index.ts';
import { forgetUnusedDepartments } from '../../../insights/index.ts';
import { deleteUsageOfGone } from '../../../media/index.ts';
import { refreshLabels } from '../../../names/index.ts';
import { forgetInSearch, forgetUnusedWords } from '../../../people/index.ts';
import { forgetPerson } from '../../../platform/audit/forgetPerson.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { retryConflicts } from '../../../platform/retryConflicts.ts';
import { forgetUnusedSkills } from '../../../skills/index.ts';
import {
  deleteDocuments,
  forgetPathsOf,
  hideDocuments,
  redactDeadLetters,
  redactRows,
} from '../../../sync/erasure/index.ts';
import { allCollections } from '../../../sync/index.ts';
import type { Erasure } from '../../inventory/holding.ts';
import { TABLES } from '../../inventory/inventory.ts';
import { childrenFirst } from '../rows/childrenFirst.ts';
import { readMentions, type Mentions } from '../rows/mentions.ts';
import { clearColumn, deleteMentions, deleteRowsOf } from '../rows/ownRows.ts';
import type { Removed, Step } from '../step.ts';

/**
 * Erases somebody from Postgres, as the inventory says of each table. In small transactions, since somebody may have tens
 * of thousands of rows; killed between any two, it ends in the same state when it is repeated:
 *
 * 1. Their documents' rows are marked as deleted, so that whatever follows from a deletion follows.
 * 2. What finds their rows by these documents goes: paths in bookkeeping, words in the search index.
 * 3. Columns of others' rows that hold their id are emptied; then their own rows are deleted, those that refer to others
 *    first, and `users` last.
 * 4. Others' documents and texts no longer mention them.
 * 5. Words that they alone have used leave the vocabularies and the statistics.
 */
export const postgresStep: Step = {
  name: 'postgres',
  async run({ sql, subject }) {
    const { uid } = subject;
    const mentions = await readMentions(sql, subject);
    for (const { collection, columns } of OWN_DOCUMENTS)
      await hideDocuments(sql, collection, { columns, uid });
    const paths = await forgetPathsOf(sql, uid, OWN_DOCUMENTS);
    await forgetInSearch(sql, uid);
    await forgetPerson(sql, uid);
    const cleared = await clearColumns(sql, uid);
    // A job may have written a row of theirs just before its table's turn came.
    const deleted = await retryConflicts(() => deleteOwnRows(sql, uid));
    const mentioned = await forgetMentions(sql, mentions);
    const vocabulary = await forgetVocabulary(sql);
    return withoutZeros({ ...deleted, ...cleared, ...mentioned, paths, vocabulary });
  },
};

interface TableErasure {
  table: string;
  erasure: Erasure;
}

const ERASURES: readonly TableErasure[] = TABLES.flatMap(({ table, erasure }) =>
  typeof erasure === 'string' ? [] : [{ table, erasure }],
);

const OWN_DOCUMENTS = allCollections.flatMap((collection) => {
  const columns = ERASURES.find(({ table }) => table === collection.table)?.erasure.deletes;
  return columns === undefined ? [] : [{ collection, columns }];
});

async function deleteOwnRows(sql: Sql, uid: string): Promise<Removed> {
  const removed: Removed = {};
  for (const table of await childrenFirst(sql)) {
    const columns = ERASURES.find((one) => one.table === table)?.erasure.deletes;
    if (columns === undefined) continue;
    const document = OWN_DOCUMENTS.find(({ collection }) => collection.table === table);
    removed[table] =
      document === undefined
        ? await deleteRowsOf(sql, table, columns, uid)
        : await deleteDocuments(sql, document.collection, { columns, uid });
  }
  return removed;
}

async function clearColumns(sql: Sql, uid: string): Promise<Removed> {
  const cleared: Removed = {};
  for (const { table, erasure } of ERASURES) {
    for (const column of erasure.clears ?? []) {
      const isDocument = allCollections.some((collection) => collection.table === table);
      cleared[`${table}.${column}`] = await clearColumn(sql, { table, column, isDocument }, uid);
    }
  }
  return cleared;
}

async function forgetMentions(sql: Sql, mentions: Mentions): Promise<Removed> {
  const removed: Removed = {
    mentions: await redactRows(sql, mentions),
    mentions_in_dead_letters: await redactDeadLetters(sql, mentions),
  };
  for (const { table, erasure } of ERASURES) {
    if (erasure.deletesMentions === undefined) continue;
    removed[`mentions_in_${table}`] = await deleteMentions(
      sql,
      table,
      erasure.deletesMentions,
      mentions.pattern,
    );
  }
  return removed;
}

/** Removes what nobody has any more: names first, since others' texts follow them. Returns how much. */
async function forgetVocabulary(sql: Sql): Promise<number> {
  const usage = await deleteUsageOfGone(sql);
  const skills = await forgetUnusedSkills(sql);
  await refreshLabels(sql);
  const titles = await deleteUnusedTitles(sql);
  const departments = await forgetUnusedDepartments(sql);
  return usage + skills + titles + departments + (await forgetUnusedWords(sql));
}

function withoutZeros(removed: Removed): Removed {
  return Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
}
