import type { Sql } from '../../platform/postgres.ts';
import type { RankingContext, Recommendation, Recommender } from '../recommender.ts';
import { rank } from './rank.ts';
import { eventRankingModel } from './ranker.ts';
import { reasonOf } from './reason.ts';
import { refreshIfOverdue } from './refresh.ts';
import { readStudent, type Student } from './student.ts';
import { upcomingEvents } from './upcoming.ts';

/** Rankings by the call that they are for: whoever asks again for more, in the same call, gets more of the same. */
const rankings = new WeakMap<RankingContext, Promise<(limit: number) => Recommendation[]>>();

/**
 * Upcoming events that the student has not joined, by how likely they go: see features.ts and ranker.ts. Who has
 * no history gets what fits their skills and department, and what draws people; an event that nobody attends is
 * known by its text.
 */
export const recommendEvents: Recommender = async (context, limit) => {
  const ranking = rankings.get(context) ?? rankedFor(context);
  rankings.set(context, ranking);
  return (await ranking)(limit);
};

async function rankedFor({
  uid,
  sql,
  now,
  among,
}: RankingContext): Promise<(limit: number) => Recommendation[]> {
  const [student, upcoming, { version, parameters }] = await Promise.all([
    readCurrent(sql, uid, now),
    upcomingEvents(sql, now),
    eventRankingModel.inUse(sql),
  ]);
  await upcoming.prepare(sql, student, among);
  const { catalogue } = upcoming;
  const joined = new Set(student.attendance.map(({ id }) => id));
  const numbers = (among === null ? upcoming.numbers() : upcoming.numbersOf(among)).filter(
    (number) => !joined.has(catalogue.at(number).id),
  );
  const { profile, best } = rank(upcoming, student, numbers, parameters, now.getTime());
  return (limit) =>
    best(limit).map(({ number, score, explained }) => {
      const { id, title, category, start } = catalogue.at(number);
      const { kind, sentence } = reasonOf(catalogue, profile, student, explained);
      return {
        id,
        title,
        score,
        reasonKind: kind,
        reason: sentence,
        group: category,
        until: start === null ? null : new Date(start),
        modelVersion: version,
        signals: null,
      };
    });
}

/** The student, after a refresh of what tells which events go together when that is overdue. */
async function readCurrent(sql: Sql, uid: string, now: Date): Promise<Student> {
  const student = await readStudent(sql, uid, now);
  if (student.attendance.length === 0 || !(await refreshIfOverdue(sql, now, student.refreshedAt)))
    return student;
  return readStudent(sql, uid, now);
}
