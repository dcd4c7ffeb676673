import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import type { Caller } from '../platform/caller.ts';
import { DomainError } from '../platform/errors.ts';
import { pgArray, type Sql } from '../platform/postgres.ts';
import { DAY_MS } from '../learning/calendar.ts';
import { forecastOf, type Forecast } from './forecast/forecast.ts';
import { readStudents, type Known } from './forecast/history.ts';
import { readModel } from './forecast/model.ts';

/** Whoever has not acted for longer is not at risk of dropping off any more. */
const DROPPED_OFF_DAYS = 180;

/** A student who may drop off: what faculty of their department may see. */
interface StudentAtRisk extends Forecast {
  id: string;
  name: string;
  department: string | null;
}

export type StudentsAtRisk =
  { basis: 'too-little-history'; students: [] } | { basis: 'history'; students: StudentAtRisk[] };

/**
 * For faculty: the students of their own department who were active in the last half year and are unlikely to be
 * in the next 60 days, the least likely first. Administrators see every department, or the one they name.
 */
export const studentsAtRisk = callable({
  name: 'studentsAtRisk',
  allow: ['faculty', 'admin'],
  input: z.strictObject({
    limit: z.int().min(1).max(200).default(50),
    department: z.string().trim().min(1).max(255).optional(),
    /** Whose probability of being active within 60 days is below this. */
    below: z.number().min(0).max(1).default(0.3),
  }),
  async handle({ caller, sql, now }, { limit, department, below }): Promise<StudentsAtRisk> {
    const scope = departmentOf(await caller(), department ?? null);
    const model = await readModel(sql);
    if (model === null) return { basis: 'too-little-history', students: [] };
    const atRisk = (await readStudents(sql, now, scope))
      .filter((known) => isRecent(known, now))
      .map((known) => ({ id: known.id, ...forecastOf(model, known, now) }))
      .filter(({ within60Days }) => within60Days < below)
      .sort((a, b) => a.within60Days - b.within60Days)
      .slice(0, limit);
    return { basis: 'history', students: await withCards(sql, atRisk) };
  },
});

/** The department whose students the caller may see; null, for administrators, for all. @throws DomainError */
function departmentOf({ role, department }: Caller, requested: string | null): string | null {
  if (role === 'admin') return requested;
  if (department === null)
    throw new DomainError('not-ready', 'Your profile names no department: add it first.');
  if (requested !== null && requested !== department) {
    throw new DomainError('not-allowed', 'Faculty see the students of their own department only.');
  }
  return department;
}

function isRecent({ actions }: Known, now: Date): boolean {
  return now.getTime() - (actions.at(-1)?.at ?? 0) < DROPPED_OFF_DAYS * DAY_MS;
}

/** Names and departments; who has been deleted meanwhile is left out. */
async function withCards(sql: Sql, students: ({ id: string } & Forecast)[]): Promise<StudentAtRisk[]> {
  const cards = await sql<{ id: string; name: string; department: string | null }[]>`
    select id, name, department from users
    where id = any(${pgArray(students.map(({ id }) => id))}::text[]) and live`;
  const byId = new Map(cards.map((card) => [card.id, card]));
  return students.flatMap((student) => {
    const card = byId.get(student.id);
    return card === undefined ? [] : { ...card, ...student };
  });
}
