import fc from 'fast-check';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { change } from './changes.ts';

interface Write {
  path: string;
  /** Null deletes the document. */
  data: JsonObject | null;
}

/** A write to any collection; the few `ids` let documents meet. */
export function anyWrite(id: fc.Arbitrary<string>): fc.Arbitrary<Write> {
  const skills = fc.array(
    fc.constantFrom('Go', ' go', 'Golang', 'SQL', 'React', { name: 'react', level: 9 }),
    {
      maxLength: 4,
    },
  );
  const user = fc.record({ email: fc.constant('x@campus.example'), name: fc.constantFrom('X', 'Y'), skills });
  const event = fc.record(
    { title: fc.constantFrom('T', 'U'), createdBy: id, skills },
    { requiredKeys: ['title'] },
  );
  const attendance = fc.record({
    status: fc.constantFrom('going', 'attended', '?'),
    rating: fc.integer({ min: 0, max: 6 }),
  });
  const post = fc.record({ userId: id, skills, likes: fc.array(id, { maxLength: 2 }) });
  const connection = fc.record({ fromUid: id, toUid: id });
  const position = fc.record({ title: fc.constantFrom('Engineer', 'Lead') });
  const write = (path: fc.Arbitrary<string>, data: fc.Arbitrary<JsonObject>): fc.Arbitrary<Write> =>
    fc
      .record({ path, data: fc.option(data, { freq: 3 }) })
      // Plain objects, as the message's JSON gives them.
      .map((record) => JSON.parse(JSON.stringify(record)) as Write);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: write(
        id.map((uid) => `users/${uid}`),
        user,
      ),
    },
    write(
      id.map((eventId) => `events/${eventId}`),
      event,
    ),
    write(
      fc.tuple(id, id).map(([eventId, uid]) => `events/${eventId}/attendees/${uid}`),
      attendance,
    ),
    write(
      id.map((postId) => `showcase_posts/${postId}`),
      post,
    ),
    write(
      id.map((connectionId) => `connections/${connectionId}`),
      connection,
    ),
    write(
      fc.tuple(id, id).map(([uid, positionId]) => `users/${uid}/positions/${positionId}`),
      position,
    ),
  );
}

/** What Firestore sends for these writes, and what it ends with. */
export function happen(writes: Write[]): { events: IncomingChange[]; final: Record<string, JsonObject> } {
  const existing = new Map<string, { version: number; data: JsonObject }>();
  const events: IncomingChange[] = [];
  for (const [index, { path, data }] of writes.entries()) {
    const now = 1000 + index * 2;
    const before = existing.get(path);
    if (data !== null) {
      existing.set(path, { version: now, data });
      events.push(change(path, now, data));
    } else if (before) {
      existing.delete(path);
      events.push(change(path, before.version + 1, null));
    }
  }
  return { events, final: Object.fromEntries([...existing].map(([path, { data }]) => [path, data])) };
}

/** The seed of this run's random tests. `npm test` prints it; `SEED=… npm test` repeats a run. */
export function seed(): number {
  return Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
