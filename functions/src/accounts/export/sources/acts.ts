import { readActs, type ActFilter } from '../../../platform/audit/readActs.ts';
import type { DataFile, ExportContext } from '../dataFile.ts';

const PAGE_SIZE = 500;

/** What somebody did with the rights of staff, and what staff did with their data. */
export const ACT_FILES: readonly DataFile[] = [
  {
    name: 'data/postgres/acts_about_you.json',
    covers: ['audit_log'],
    holds: 'when staff and operators looked you up or changed something of yours, and in which role',
    records: (context) => acts(context, { of: context.uid }),
  },
  {
    name: 'data/postgres/acts_by_you.json',
    covers: ['audit_log'],
    holds: 'what you did with more rights than members have, and how many people it concerned',
    records: (context) => acts(context, { by: context.uid }),
  },
  {
    name: 'data/postgres/verifications_by_you.json',
    covers: [],
    holds: 'when you verified skills of others, and at which level',
    async *records({ sql, uid }: ExportContext): AsyncGenerator<object> {
      yield* await sql<object[]>`
        select verified_at as at, verified_level as level from user_skills
        where verified_by = ${uid} and user_id <> ${uid} order by verified_at`;
    },
  },
  {
    name: 'data/postgres/check_ins_by_you.json',
    covers: [],
    holds: 'how many people you checked in at events',
    async *records({ sql, uid }: ExportContext): AsyncGenerator<object> {
      yield* await sql<object[]>`
        select event_id as event, title, count(*)::integer as people
        from event_attendance as attendance join events on events.id = event_id
        where checked_in_by = ${uid} and user_id <> ${uid} group by event_id, title order by event_id`;
    },
  },
];

/** The newest first, without anybody else's id. */
async function* acts({ sql }: ExportContext, filter: ActFilter): AsyncGenerator<object> {
  for (let before: string | null = null; ;) {
    const page = await readActs(sql, filter, { before, limit: PAGE_SIZE });
    for (const { at, role, reach, action, outcome, operator, about } of page) {
      const who = operator === null ? { role, reach } : { role: 'operator' };
      yield { at, action, outcome, ...who, ...(filter.by !== undefined && { people: about.total }) };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return;
    before = last.id;
  }
}
