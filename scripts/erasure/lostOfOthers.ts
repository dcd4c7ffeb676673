import { isDeepStrictEqual } from 'node:util';
import type { Firestore } from 'firebase-admin/firestore';
import { TABLES } from '../../functions/src/accounts/inventory/inventory.ts';
import { encodeMap } from '../../functions/src/platform/documents/encoding.ts';
import type { Json, JsonObject } from '../../functions/src/platform/documents/json.ts';
import { redactDocument, redactionOf } from '../../functions/src/platform/documents/redactDocument.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { postOf, type Cast } from './canaryDocuments.ts';

/** Tables whose rows stay until their owner, or a term, takes them away. */
const LASTING_TABLES = [
  ...[
    'users',
    'positions',
    'event_attendance',
    'showcase_posts',
    'connections',
    'user_skills',
    'post_skills',
  ],
  ...['media_files', 'profile_views', 'recommendation_feedback'],
];

/** Paths of documents of those who stay that are gone, or lack something they had, apart from what names those who left. */
export async function damagedDocuments(
  firestore: Firestore,
  { leaving }: Cast,
  documents: ReadonlyMap<string, JsonObject>,
): Promise<string[]> {
  const redaction = redactionOf(
    leaving.map(({ uid, email, name }) => ({ uid, emails: [email], names: [name] })),
    () => false,
  );
  const gone = new Set(leaving.map(postOf));
  const damaged: string[] = [];
  for (const [path, data] of documents) {
    if (gone.has(path) || isOf(leaving, path, data)) continue;
    const snapshot = await firestore.doc(path).get();
    const expected = redactDocument(data, redaction);
    if (!snapshot.exists || !contains(encodeMap(snapshot.data() ?? {}), expected)) damaged.push(path);
  }
  return damaged;
}

/** Whether a document goes with one of these people. */
function isOf(people: Cast['leaving'], path: string, { fromUid, toUid }: JsonObject): boolean {
  return people.some(({ uid }) => path.split('/').includes(uid) || fromUid === uid || toUid === uid);
}

/** Whether everything in the one value is in the other; lists may have further elements. */
function contains(actual: Json | undefined, expected: Json): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) && expected.every((element) => actual.some((other) => contains(other, element)))
    );
  }
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(actual, expected);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(expected).every(([key, value]) => contains(actual[key], value));
}

/** How many rows of those who stay, and of nobody who leaves, are in each lasting table. */
export async function countLastingRows(sql: Sql, { leaving, staying }: Cast): Promise<Map<string, number>> {
  const uids = (people: Cast['leaving']): string => `{${people.map(({ uid }) => uid).join(',')}}`;
  const counts = new Map<string, number>();
  for (const { table, owner = [], others = [] } of TABLES) {
    if (!LASTING_TABLES.includes(table)) continue;
    const named = [...owner, ...others].map((column) => `"${column}"::text`).join(', ');
    const [row] = await sql.unsafe<{ rows: number }[]>(
      `select count(*)::integer as rows from "${table}"
       where array[${named}] && $1::text[] and not array[${named}] && $2::text[]
         ${table === 'users' ? 'and live' : ''}`,
      [uids(staying), uids(leaving)],
    );
    counts.set(table, row?.rows ?? 0);
  }
  return counts;
}
