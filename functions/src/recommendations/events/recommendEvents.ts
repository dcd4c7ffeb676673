import type { PrepareRecommender, Recommendation } from '../recommender.ts';
import { currentEvents } from './catalogue/campusEvents.ts';
import { rankEvents } from './ranking/rankEvents.ts';
import { eventRankingModel } from './ranking/eventWeights.ts';
import { explainEvent } from './ranking/explainEvent.ts';
import { readStudent } from './ranking/readStudent.ts';

/**
 * Ranks the upcoming events that the student has not joined by how likely they are to go; eventFeatures.ts and
 * eventWeights.ts say how. A student without history gets events that fit their skills and department, and
 * popular ones; an event that nobody attends yet is known by its text. Before the first night everything counts
 * but who attends which events together.
 */
export const recommendEvents: PrepareRecommender = async ({ uid, sql, now }, candidates) => {
  const [student, events, { version, parameters }] = await Promise.all([
    readStudent(sql, uid, now),
    currentEvents(sql, now),
    eventRankingModel.inUse(sql),
  ]);
  await events.loadFor(sql, student, candidates);
  const { catalogue } = events;
  const numbers = (candidates === null ? events.upcomingNumbers() : events.numbersOf(candidates)).filter(
    (number) => !student.joined.has(catalogue.at(number).id),
  );
  const { profile, best } = rankEvents(events, student, numbers, parameters, now.getTime());

  const take = (count: number): Recommendation[] =>
    best(count).map(({ score, ...event }) => {
      const { id, categoryKey, start } = catalogue.at(event.number);
      const { kind, sentence } = explainEvent(catalogue, profile, student, event);
      return {
        id,
        score,
        reasonKind: kind,
        reason: sentence,
        group: categoryKey,
        until: start === null ? null : new Date(start),
        modelVersion: version,
        signals: null,
      };
    });
  return { asOf: student.refreshedAt, take: (count) => Promise.resolve(take(count)) };
};
