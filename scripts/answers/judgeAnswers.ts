import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Claim, Facts, Verifiers } from './claim.ts';
import { EVENT_CLAIMS } from './eventClaims.ts';
import { FORECAST_CLAIMS } from './forecastClaims.ts';
import { OTHER_CLAIMS } from './otherClaims.ts';
import { PEOPLE_CLAIMS } from './peopleClaims.ts';
import { QUESTIONS, type Student } from './questions.ts';

/** Calls a callable as somebody: in process, or by the client SDK. */
export type Ask = (callable: string, uid: string, input: Record<string, unknown>) => Promise<unknown>;

export interface Verdict {
  /** Answers asked for, and those that say something about the student. */
  asked: number;
  personal: number;
  /** Students without an answer of their own, by question. */
  empty: Record<string, string[]>;
  /** Claims looked up, and a line for each that is false or that nothing here can look up. */
  claims: number;
  problems: string[];
}

const VERIFIERS: Verifiers = { ...PEOPLE_CLAIMS, ...EVENT_CLAIMS, ...FORECAST_CLAIMS, ...OTHER_CLAIMS };

/** Asks every question for every student, and looks up in Postgres whether what the answers say is true. */
export async function judgeAnswers(
  facts: Facts,
  students: readonly Student[],
  { ask, admin }: { ask: Ask; admin: string },
): Promise<Verdict> {
  const verdict: Verdict = { asked: 0, personal: 0, empty: {}, claims: 0, problems: [] };
  for (const student of students) {
    for (const { name, callable, input, asAdmin, isPersonal, statements } of QUESTIONS) {
      const question = input(student);
      verdict.asked += 1;
      if (question === null) {
        (verdict.empty[name] ??= []).push(student.uid);
        continue;
      }
      // What a question's functions take is what its callable answers.
      const answer = (await ask(callable, asAdmin ? admin : student.uid, question)) as never;
      if (isPersonal(answer, student)) verdict.personal += 1;
      else (verdict.empty[name] ??= []).push(student.uid);
      const claims = statements(answer, student).map(([kind, about, text]) =>
        lookUp({ kind, uid: student.uid, about, text }, facts),
      );
      verdict.claims += claims.length;
      verdict.problems.push(...(await Promise.all(claims)).filter((problem) => problem !== null));
    }
  }
  return verdict;
}

/** @returns null if the claim is true */
async function lookUp(claim: Claim, facts: Facts): Promise<string | null> {
  const { kind, uid, about, text } = claim;
  for (const [pattern, verify] of VERIFIERS[kind] ?? []) {
    const match = pattern.exec(text);
    if (match === null) continue;
    return (await verify(claim, match, facts)) ? null : `false: ${kind} for ${uid} about ${about}: ${text}`;
  }
  return `unknown reason: ${kind} for ${uid} about ${about}: ${text}`;
}

/** Students by id, in a random but reproducible order. */
export async function pickStudents(sql: Sql, count: number, seed: number): Promise<Student[]> {
  return sql<Student[]>`
    select id as uid, (
        select event_id from event_attendance as visit join events on events.id = event_id
        where user_id = users.id and visit.live and events.live
        order by has_attended(status, attended_at) desc, start_date desc, event_id limit 1
      ) as "eventId",
      concat_ws(' ', (
        select name from user_skills join skills on skills.id = skill_id where user_id = users.id order by name limit 1
      ), department) as query
    from users
    where live and role = 'student'
    order by md5(id || ${String(seed)}::text)
    limit ${count}`;
}
