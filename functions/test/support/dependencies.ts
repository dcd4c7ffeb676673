import { readCallerRow } from '../../../scripts/lib/callContext.ts';
import type { Dependencies } from '../../src/platform/callable.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import type { Sql } from '../../src/platform/postgres.ts';

/** What calls depend on, without Redis, and with callers read from their rows instead of Firestore. */
export function withoutRedis(sql: Sql, now: Date): Dependencies {
  return {
    redis: () => new OptionalRedis('', ''),
    sql: () => sql,
    now: () => now,
    readCaller: (uid) => readCallerRow(sql, uid),
  };
}

/** For callables that anybody signed in may call: reading the caller, which is billed, fails the test. */
export const billsNoRead: Pick<Dependencies, 'readCaller'> = {
  readCaller: () => Promise.reject(new Error('the call read its caller')),
};
