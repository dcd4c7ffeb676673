import { waitForLock } from '../../functions/src/platform/locks.ts';
import { connect, transaction, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { timeouts } from '../../functions/src/platform/timeouts.ts';

/** A database, as the owner of its schema. */
export interface OwnedDatabase {
  url: string;
  /** What the connection string was given as, for messages. */
  source?: string | undefined;
}

/** Changes the schema in one transaction without time limits; one such change at a time. */
export async function asOwner<Result>(
  { url, source }: OwnedDatabase,
  work: (sql: TransactionSql) => Promise<Result>,
): Promise<Result> {
  const sql = connect(url, {
    max: 1,
    applicationName: 'student-talent-migrate',
    ...(source !== undefined && { source }),
  });
  try {
    return await transaction(sql, async (opened) => {
      await opened`select ${timeouts(opened, { statement: '0', lock: '0' })}`;
      await waitForLock(opened, 'migrations');
      return work(opened);
    });
  } finally {
    await sql.end();
  }
}
