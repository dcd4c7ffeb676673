import type { Json, JsonObject } from '../../../platform/documents/json.ts';
import { readableMap } from '../archive/readable.ts';
import type { DataFile, ExportContext } from '../dataFile.ts';
import {
  findAttendance,
  findByPath,
  findByQuery,
  findReactions,
  type FoundDocument,
} from './findDocuments.ts';
import { inBatches } from './inBatches.ts';
import { namedOthers, othersIn } from './namedOthers.ts';
import { toConnection, toOwnPost, toReaction } from './reduceDocuments.ts';

/** Finds the documents of a file. */
type Find = (context: ExportContext) => AsyncIterable<FoundDocument>;

/** Makes a record of a document; null for none. The names of `othersIn` the document are loaded. */
type Reduce = (fields: JsonObject, context: ExportContext) => JsonObject | null;

/** The documents of Firestore that are the person's, or in which they take part. */
export const DOCUMENT_FILES: readonly DataFile[] = [
  file('profile', 'users/{uid}', 'your profile', (context) => findOne(context, `users/${context.uid}`), {
    others: 'the names of those who verified your skills',
  }),
  file('positions', 'users/{uid}/positions/{positionId}', 'your positions', ({ firestore, uid }) =>
    findByQuery(firestore.collection(`users/${uid}/positions`)),
  ),
  file(
    'card',
    'cards/{uid}',
    'what other members see of you',
    (context) => findOne(context, `cards/${context.uid}`),
    { others: 'the names of those who verified your skills' },
  ),
  file('events', 'events/{eventId}', 'events that you created', ({ firestore, uid }) =>
    findByQuery(firestore.collection('events').where('createdBy', '==', uid)),
  ),
  file(
    'attendance',
    'events/{eventId}/attendees/{uid}',
    'what you answered to events, your ratings, and when you were checked in',
    findAttendance,
    { others: 'the names of those who checked you in' },
  ),
  file(
    'posts',
    'showcase_posts/{postId}',
    'your posts',
    ({ firestore, uid }) => findByQuery(firestore.collection('showcase_posts').where('userId', '==', uid)),
    { reduce: toOwnPost, others: 'comments of others, with their names, and how many liked and shared' },
  ),
  file(
    'reactions',
    'showcase_posts/{postId}',
    'your likes, shares and comments under posts of others',
    findReactions,
    { reduce: toReaction },
  ),
  file(
    'connections',
    'connections/{connectionId}',
    'your connections, and requests in both directions',
    ({ firestore, uid }) => {
      const connections = firestore.collection('connections');
      return findByQuery(connections.where('fromUid', '==', uid), connections.where('toUid', '==', uid));
    },
    { reduce: toConnection, others: 'the names of the people' },
  ),
  file(
    'limits',
    'limits/{uid}/daily/{kind}',
    'until when you cannot create more, after creating all that one may on a day',
    ({ firestore, uid }) => findByQuery(firestore.collection(`limits/${uid}/daily`)),
  ),
];

function file(
  name: string,
  place: string,
  holds: string,
  find: Find,
  { reduce = (fields) => fields, others }: { reduce?: Reduce; others?: string } = {},
): DataFile {
  return {
    name: `data/firestore/${name}.json`,
    covers: [`Firestore ${place}`],
    holds,
    ...(others !== undefined && { others }),
    async *records(context) {
      for await (const batch of inBatches(find(context))) {
        const documents = batch.map(({ path, fields }) => ({ path, fields: readableMap(fields) }));
        await context.names.load(documents.flatMap(({ fields }) => peopleIn(fields, context.uid)));
        for (const { path, fields } of documents) {
          const reduced = reduce(fields, context);
          if (reduced === null) continue;
          const document = namedOthers(reduced, context.uid, context.names) as Record<string, Json>;
          // A connection's id may be made of the two people's.
          yield name === 'connections' ? document : { document: path, ...document };
        }
      }
    },
  };
}

/** Also the two people of a connection. */
function peopleIn(fields: JsonObject, uid: string): string[] {
  const ends = [fields['fromUid'], fields['toUid']].filter((id) => typeof id === 'string' && id !== uid);
  return [...othersIn(fields, uid), ...(ends as string[])];
}

function findOne({ firestore }: ExportContext, path: string): AsyncIterable<FoundDocument> {
  return findByPath(firestore, [path]);
}
