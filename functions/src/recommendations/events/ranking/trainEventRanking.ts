import { DAY_MS, WEEK_MS } from '../../../learning/calendar.ts';
import { evenSample } from '../../../learning/evenSample.ts';
import { trainConditionalLogit } from '../../../learning/trainConditionalLogit.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { preferencesOf, readFeedback, type Feedback } from '../../feedback/feedbackHistory.ts';
import { CampusEvents } from '../catalogue/campusEvents.ts';
import type { EventCatalogue } from '../catalogue/eventCatalogue.ts';
import type { CoAttendance } from '../coAttendance/refreshEventNeighbours.ts';
import { AttendanceHistory, type EventChoice } from './attendanceHistory.ts';
import { DEFAULT_WEIGHTS, eventRankingModel, rowToWeights, weightsToRow } from './eventWeights.ts';

/** A choice is made this long before the event, among those that begin within this long of it. */
const HORIZON_MS = WEEK_MS;

/** Choices from attendance, evenly spread over the history. */
const MAX_ATTENDANCE_CHOICES = 2000;

/** How much feedback is used, and how old it may be. */
const MAX_FEEDBACK = 20_000;
const FEEDBACK_AGE_MS = 180 * DAY_MS;

/**
 * Trains the ranking of events on the suite's own history: each event that somebody attended against the others of
 * the same days, by their features a week before; and each recommended event that was opened or accepted against
 * those shown on the same days that were not. trainConditionalLogit.ts says when a version is adopted.
 *
 * @returns whether a version was adopted
 */
export async function trainEventRanking(sql: Sql, now: Date, coAttendance: CoAttendance): Promise<boolean> {
  const { catalogue } = await CampusEvents.read(sql, now);
  const history = new AttendanceHistory(catalogue, coAttendance);
  const since = new Date(now.getTime() - FEEDBACK_AGE_MS);
  const feedback = await readFeedback(sql, 'event', since, MAX_FEEDBACK);
  const choices = [
    ...attendanceChoices(history, now.getTime()),
    ...feedbackChoices(catalogue, coAttendance, feedback),
  ].sort((a, b) => a.now - b.now);
  const cases = choices.flatMap((choice) => history.toTrainingCase(choice) ?? []);
  return trainConditionalLogit(sql, now, cases, {
    model: eventRankingModel,
    weightsInUse: weightsToRow((await eventRankingModel.inUse(sql)).parameters),
    priorWeights: weightsToRow(DEFAULT_WEIGHTS),
    toParameters: rowToWeights,
  });
}

/** What people attended before now, against what else there was. */
function attendanceChoices(history: AttendanceHistory, now: number): EventChoice[] {
  return evenSample(history.attendedBefore(now), MAX_ATTENDANCE_CHOICES).map(({ person, number, start }) => {
    const attended = new Set(history.eventsOf(person));
    const others = history.eventsBetween(start - HORIZON_MS, start + HORIZON_MS);
    return {
      person,
      now: start - HORIZON_MS,
      chosen: number,
      others: others.filter((other) => !attended.has(other)),
    };
  });
}

/** What was opened or accepted, against what was shown at about the same time and was not. */
function feedbackChoices(
  catalogue: EventCatalogue,
  { attendance }: CoAttendance,
  feedback: readonly Feedback[],
): EventChoice[] {
  const people = new Map(attendance.people.map((id, person) => [id, person]));
  return preferencesOf(feedback, HORIZON_MS).flatMap(({ userId, at, chosen, others }) => {
    const person = people.get(userId);
    const number = catalogue.numberOf(chosen.targetId);
    if (person === undefined || number === undefined) return [];
    return [
      {
        person,
        now: at.getTime(),
        chosen: number,
        others: others.flatMap(({ targetId }) => catalogue.numberOf(targetId) ?? []),
      },
    ];
  });
}
