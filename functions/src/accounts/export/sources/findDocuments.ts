import { FieldPath, type DocumentSnapshot, type Query } from 'firebase-admin/firestore';
import { encodeMap } from '../../../platform/documents/encoding.ts';
import type { JsonObject } from '../../../platform/documents/json.ts';
import type { Firestore } from '../../../platform/firestore.ts';
import type { ExportContext } from '../dataFile.ts';
import { inBatches } from './inBatches.ts';

/** A document as Firestore has it now, in its JSON form. */
export interface FoundDocument {
  path: string;
  fields: JsonObject;
}

/** Documents read in one request. */
const PAGE_SIZE = 300;

/** The documents that a query finds, each once. */
export async function* findByQuery(...queries: Query[]): AsyncGenerator<FoundDocument> {
  const paths = new Set<string>();
  for (const query of queries) {
    const ordered = query.orderBy(FieldPath.documentId()).limit(PAGE_SIZE);
    for (let page = await ordered.get(); page.size > 0;) {
      for (const snapshot of page.docs) {
        if (!paths.has(snapshot.ref.path)) yield toDocument(snapshot);
        paths.add(snapshot.ref.path);
      }
      const last = page.docs.at(-1);
      if (page.size < PAGE_SIZE || last === undefined) break;
      page = await ordered.startAfter(last).get();
    }
  }
}

/** The documents under these paths that exist. */
export async function* findByPath(
  firestore: Firestore,
  paths: Iterable<string>,
): AsyncGenerator<FoundDocument> {
  for await (const batch of inBatches(paths)) {
    const snapshots = await firestore.getAll(...batch.map((path) => firestore.doc(path)));
    yield* snapshots.filter(({ exists }) => exists).map(toDocument);
  }
}

function toDocument(snapshot: DocumentSnapshot): FoundDocument {
  return { path: snapshot.ref.path, fields: encodeMap(snapshot.data() ?? {}) };
}

/** What somebody answered to events: documents from before there was a `uid` in them are known to Postgres alone. */
export async function* findAttendance(context: ExportContext): AsyncGenerator<FoundDocument> {
  const { firestore, sql, uid } = context;
  const found = new Set<string>();
  for await (const document of findByQuery(firestore.collectionGroup('attendees').where('uid', '==', uid))) {
    // Of another collection of this name.
    if (!/^events\/[^/]+\/attendees\/[^/]+$/.test(document.path)) continue;
    found.add(document.path);
    if (document.path.endsWith(`/${uid}`)) yield document;
  }
  const rows = await sql<{ path: string }[]>`
    select 'events/' || event_id || '/attendees/' || user_id as path
    from event_attendance where user_id = ${uid} and live order by event_id`;
  yield* findByPath(firestore, remaining(rows, found));
}

/** Posts of others that somebody liked, shared or commented on: who commented is known to Postgres alone. */
export async function* findReactions({ firestore, sql, uid }: ExportContext): AsyncGenerator<FoundDocument> {
  const posts = firestore.collection('showcase_posts');
  const found = new Set<string>();
  const queries = ['likes', 'shares'].map((field) => posts.where(field, 'array-contains', uid));
  for await (const document of findByQuery(...queries)) {
    found.add(document.path);
    yield document;
  }
  const rows = await sql<{ path: string }[]>`
    select 'showcase_posts/' || id as path
    from showcase_posts
    where live and firebase_data @> ${JSON.stringify({ comments: [{ userId: uid }] })}::text::jsonb
    order by id`;
  yield* findByPath(firestore, remaining(rows, found));
}

/** The paths of rows, but those that were found already. */
function remaining(rows: readonly { path: string }[], found: ReadonlySet<string>): string[] {
  return rows.map(({ path }) => path).filter((path) => !found.has(path));
}
