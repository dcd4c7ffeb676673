import { memberToken, tokenOfRow, UNCHECKED, type Claims } from '../../../scripts/lib/callContext.ts';
import { call, type CallableDefinition, type Dependencies } from '../../src/platform/callable.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import type { Sql } from '../../src/platform/postgres.ts';

/** Takes every act for the record, and has no rows: for callables that need no database. */
export const withoutRows = (() => Promise.resolve([])) as unknown as Sql;

/** What calls depend on, without Redis; everybody's rights are those of their token. */
export function withoutRedis(sql: Sql, now: Date): Dependencies {
  return {
    redis: () => new OptionalRedis('', ''),
    sql: () => sql,
    now: () => now,
    ...UNCHECKED,
  };
}

/**
 * Calls as somebody whose e-mail address is verified; null for nobody. Their claims are those given or what their row mirrors.
 *
 * @throws HttpsError
 */
export async function callAsPerson<Input, Output>(
  definition: CallableDefinition<Input, Output>,
  { uid, data, claims }: { uid: string | null; data: unknown; claims?: Claims | undefined },
  dependencies: Dependencies,
): Promise<Output> {
  if (uid === null) return call(definition, { token: null, data }, dependencies);
  const token = claims === undefined ? await tokenOfRow(dependencies.sql(), uid) : memberToken(uid, claims);
  return call(definition, { token, data }, dependencies);
}
