import type { Callable } from '../../src/platform/callable.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Recommendations } from '../../src/recommendations/recommendations.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

export const NOW = new Date('2026-03-16T12:00:00Z');

/** A time this many hours after {@link NOW}. */
export const hours = (count: number): Date => new Date(NOW.getTime() + count * 60 * 60 * 1000);

/** A database into which the writer writes documents, and on which callables are called as by the app. */
export class Campus {
  readonly database: TestDatabase;

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  static async open(): Promise<Campus> {
    return new Campus(await migratedDatabase());
  }

  write(documents: Record<string, JsonObject | null>): Promise<void> {
    return writeDocuments(this.database.sql, documents);
  }

  /** Ages all rows by an hour, so that stored lists are old enough to be sure to include them. */
  async ageRows(): Promise<void> {
    const { sql } = this.database;
    for (const { table } of allCollections) {
      await sql`update ${sql(table)} set changed_at = changed_at - interval '1 hour', synced_at = synced_at - interval '1 hour'`;
    }
    await sql`update recommendation_feedback set decided_at = decided_at - interval '1 hour'`;
  }

  ask<Input, Output>(
    { definition }: Callable<Input, Output>,
    uid: string | null,
    data: unknown,
    { now = NOW, role = null }: { now?: Date; role?: string | null } = {},
  ): Promise<Output> {
    return callAsPerson(definition, { uid, data, claims: { role } }, withoutRedis(this.database.sql, now));
  }
}

/** The title or name on the card of a recommendation. */
export function labelOf(recommendation: Recommendations['recommendations'][number]): string {
  if ('event' in recommendation) return recommendation.event.title;
  return 'person' in recommendation ? recommendation.person.name : recommendation.skill.name;
}

/** A profile whose private fields all contain the word `secret`. */
export function user(name: string, fields: JsonObject = {}): JsonObject {
  const secret = `secret ${name}`;
  return {
    email: `${secret}@campus.example`,
    name,
    role: 'student',
    department: 'Physics',
    studentId: secret,
    bio: secret,
    createdAt: '2026-01-01',
    ...fields,
  };
}

/** Attendance documents of people at an event. */
export function attendees(event: string, ...people: string[]): Record<string, JsonObject> {
  return Object.fromEntries(people.map((id) => [`events/${event}/attendees/${id}`, { status: 'attended' }]));
}

/** The document of a connection between two people. */
export function connection(from: string, to: string, status = 'accepted'): Record<string, JsonObject> {
  return { [`connections/${from}-${to}`]: { fromUid: from, toUid: to, status, createdAt: '2026-03-01' } };
}
