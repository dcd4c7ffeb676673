import type { Alert } from '../../platform/alert.ts';
import type { Sql } from '../../platform/postgres.ts';

/** A day, and time for the night that takes what tasks have given up. */
const LATE_HOURS = 26;

/** An alert if something of an erasure has been due for more than a day, and is not done. */
export async function overdueErasures(sql: Sql, now: Date): Promise<Alert[]> {
  const late = new Date(now.getTime() - LATE_HOURS * 3_600_000).toISOString();
  const [row] = await sql<{ people: number; steps: string | null }[]>`
    select count(distinct erasures.person)::integer as people, string_agg(distinct step.step, ', ') as steps
    from erasures left join erasure_steps as step on step.person = erasures.person and step.finished_at is null
    where erasures.finished_at is null and coalesce(step.due_at, erasures.due_at) < ${late}`;
  if (row === undefined || row.people === 0) return [];
  return [
    {
      name: 'erasure-overdue',
      text: `${String(row.people)} erasures should have gone on a day ago: "npm run accounts -- status" says which step fails, and why`,
      details: { people: row.people, steps: row.steps },
    },
  ];
}
