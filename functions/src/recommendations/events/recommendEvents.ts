import type { PrepareRecommender, Recommendation } from '../recommender.ts';
import { upcomingEvents } from './catalogue/upcomingEvents.ts';
import { rank } from './ranking/rankEvents.ts';
import { eventRankingModel } from './ranking/eventWeights.ts';
import { reasonOf } from './ranking/explainEvent.ts';
import { readStudent } from './ranking/readStudent.ts';

/**
 * Ranks the upcoming events that the student has not joined by how likely they are to go; eventFeatures.ts and
 * eventWeights.ts say how. A student without history gets events that fit their skills and department, and
 * popular ones; an event that nobody attends yet is known by its text. Before the first night everything counts
 * but who attends which events together.
 */
export const recommendEvents: PrepareRecommender = async ({ uid, sql, now }, candidates) => {
  const [student, upcoming, { version, parameters }] = await Promise.all([
    readStudent(sql, uid, now),
    upcomingEvents(sql, now),
    eventRankingModel.inUse(sql),
  ]);
  await upcoming.prepare(sql, student, candidates);
  const { catalogue } = upcoming;
  const joined = new Set(student.attendance.map(({ id }) => id));
  const numbers = (candidates === null ? upcoming.numbers() : upcoming.numbersOf(candidates)).filter(
    (number) => !joined.has(catalogue.at(number).id),
  );
  const { profile, best } = rank(upcoming, student, numbers, parameters, now.getTime());

  const take = (count: number): Recommendation[] =>
    best(count).map(({ number, score, explained }) => {
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
  return { asOf: student.refreshedAt, take: (count) => Promise.resolve(take(count)) };
};
