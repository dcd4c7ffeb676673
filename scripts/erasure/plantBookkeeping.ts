import { issueCode } from '../../functions/src/events/checkIns/checkInCodes.ts';
import { countInPostgres } from '../../functions/src/platform/limits/postgresCounts.ts';
import { recordDeferredChanges } from '../../functions/src/sync/control/deferredChanges.ts';
import { discardDeadLetters } from '../../functions/src/sync/deadLetters/discardDeadLetters.ts';
import { eventOf, namesOf, postOf, type Cast, type Documents } from './canaryDocuments.ts';
import type { CanaryPerson } from './canaryPeople.ts';
import type { Ground } from './ground.ts';

/** Ends of the ids of documents whose dead letters are discarded. */
const DISCARDED = '-discarded';

/**
 * Documents that fit no schema, and so become dead letters: connections of everybody that name no second person, and
 * posts without an author that mention those who leave.
 */
export function brokenDocuments({ leaving, staying }: Cast): Documents {
  const documents: Documents = new Map();
  for (const { uid, canary } of [...leaving, ...staying]) {
    for (const end of ['-broken', DISCARDED])
      documents.set(`connections/${canary()}${end}`, { fromUid: uid, note: canary() });
  }
  for (const [index, person] of leaving.entries()) {
    const { uid, name, canary } = person;
    const host = staying[index % staying.length] ?? person;
    documents.set(`${postOf(person)}-broken`, {
      content: `${host.canary()} with ${namesOf(person)}`,
      likes: [uid, host.uid],
      comments: [{ userId: uid, name, text: canary() }],
    });
  }
  return documents;
}

/** What is kept besides documents for a while: messages that are none, changes that wait, codes, and counts of calls. */
export async function plantBookkeeping({ sql, pipeline }: Ground, cast: Cast): Promise<void> {
  const people = [...cast.leaving, ...cast.staying];
  await pipeline.publish(
    people.map(({ uid, canary }) => Buffer.from(`no JSON of ${uid}: ${canary()}, ${canary()}`)),
  );
  await pipeline.arrived();
  await discard(sql);
  await recordDeferredChanges(sql, cast.leaving.flatMap(deferredOf));
  for (const person of people) {
    const { uid } = person;
    await issueCode(sql, { eventId: eventOf(person).replace('events/', ''), issuedBy: uid }, new Date());
    await countInPostgres(sql, { callable: 'skillTrends', uid, limit: { calls: 10, seconds: 86_400 } });
  }
}

async function discard(sql: Ground['sql']): Promise<void> {
  const letters = await sql<{ id: number }[]>`
    select id::integer as id from dead_letters where path like ${`%${DISCARDED}`}`;
  for (const { id } of letters) await discardDeadLetters(sql, { by: 'id', id });
}

/** Changes that are newer than any that arrives, so that they wait until the end. */
function deferredOf(person: CanaryPerson): Parameters<typeof recordDeferredChanges>[1] {
  const change = { version: (Date.now() + 86_400_000) * 1000, publishedAt: new Date().toISOString() };
  return [
    { ...change, collection: 'positions', path: `users/${person.uid}/positions/${person.canary()}` },
    { ...change, collection: 'showcase_posts', path: postOf(person) },
  ];
}
