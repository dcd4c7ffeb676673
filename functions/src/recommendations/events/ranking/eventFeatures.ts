import { DAY_MS } from '../../../learning/calendar.ts';
import type { EventCatalogue, SimilarEvents } from '../catalogue/eventCatalogue.ts';

/** Days after which a past event counts half: for the student's own attendance, and for co-attendance. */
const HALF_LIFE_DAYS = { own: 360, coAttendance: 180 };

/** Pseudo-observations: the similarity that the student's overall attendance rate is worth beside similar events. */
const PRIOR = { text: 0.03, similarity: 0.01 };

/** Added before a logarithm, so that an event without any co-attendance stays finite. */
const CO_ATTENDANCE_FLOOR = 0.02;

/** Own events that a past event is compared with to tell how much it shares their people. */
const MAX_CLOSEST = 5;

/**
 * Features of a candidate event for a student, known at a time from events that were over by then alone, so that training
 * and ranking see the same. All of them look at the past events most similar to the candidate; more similar and more
 * recent events count more:
 *
 * - `text`, `similarity`: the log-odds of the share that the student attended of the events they could have attended;
 *   by text similarity, and by overall similarity raised to the fourth power, which leaves little but events of the
 *   same series;
 * - `coAttendanceText`, `coAttendance`: the logarithm of the cosine between those events and the student's own by the
 *   people who attended both; by text and by overall similarity;
 * - `popularity`: the mean logarithm of their number of people;
 * - `newCategory`: 1 if the student has never attended its category.
 */
export const LEARNED_FEATURES = [
  'text',
  'similarity',
  'coAttendanceText',
  'coAttendance',
  'popularity',
  'newCategory',
] as const;

/** What a student did before a time; events by the catalogue's numbers. */
export interface StudentPast {
  /** The time, in milliseconds since 1970. */
  now: number;
  /** Their events that were over. */
  attended: readonly number[];
  /** When the first of these ended. */
  first: number;
  /** The categories they attended. */
  categories: ReadonlySet<string>;
  /** For each of their events, others with the cosine of the people in common. */
  neighbours: readonly (readonly [other: number, cosine: number])[][];
}

/** A student laid out by the catalogue's numbers for fast comparison with candidates. */
export interface Profile extends StudentPast {
  /** 1 for each event that the student attended. */
  isAttended: Uint8Array;
  /** {@link ROW} numbers for each event, side by side, since memory access takes most of the time. */
  rows: Float32Array;
  /** The share of all events since their first that the student attended. */
  attendanceRate: number;
}

/** Numbers for each event in a profile. With eight, two events fill one cache line. */
const ROW = 8;

/** Places in a row: the event's weight by age; that weight if the student could have attended; if they attended. */
const [DECAY, AVAILABLE, ATTENDED] = [0, 1, 2];
/** The weight by age times co-attendance; the weight by the age that counts for co-attendance; that times it. */
const [DECAY_SHARED, CO_DECAY, CO_DECAY_SHARED] = [3, 4, 5];
/** The logarithm of the event's people. */
const LOG_PEOPLE = 6;

export function profileOf(catalogue: EventCatalogue, past: StudentPast): Profile {
  const { size } = catalogue;
  const isAttended = new Uint8Array(size);
  for (const number of past.attended) isAttended[number] = 1;
  const shared = coAttendanceOf(size, past.neighbours);
  const rows = new Float32Array(size * ROW);
  let available = 0;
  for (const number of catalogue.numbers()) {
    const { end, people } = catalogue.at(number);
    if (end === null || end > past.now) continue;
    const days = (past.now - end) / DAY_MS;
    const decay = 2 ** (-days / HALF_LIFE_DAYS.own);
    const coDecay = 2 ** (-days / HALF_LIFE_DAYS.coAttendance);
    const at = number * ROW;
    rows[at + DECAY] = decay;
    rows[at + DECAY_SHARED] = decay * (shared[number] ?? 0);
    rows[at + CO_DECAY] = coDecay;
    rows[at + CO_DECAY_SHARED] = coDecay * (shared[number] ?? 0);
    rows[at + LOG_PEOPLE] = Math.log(Math.max(people, 1));
    if (end < past.first) continue;
    rows[at + AVAILABLE] = decay;
    if (isAttended[number] === 1) rows[at + ATTENDED] = decay;
    available += 1;
  }
  return {
    ...past,
    isAttended,
    rows,
    // Strictly between 0 and 1, so that its log-odds are finite.
    attendanceRate: (past.attended.length + 0.5) / (Math.max(available, past.attended.length) + 1),
  };
}

/** For each event, the mean of its {@link MAX_CLOSEST} largest cosines with the student's own events. */
function coAttendanceOf(size: number, neighbours: StudentPast['neighbours']): Float64Array {
  const cosinesOf = new Map<number, number[]>();
  for (const [other, cosine] of neighbours.flat()) {
    const cosines = cosinesOf.get(other);
    if (cosines === undefined) cosinesOf.set(other, [cosine]);
    else cosines.push(cosine);
  }
  const result = new Float64Array(size);
  for (const [other, cosines] of cosinesOf) {
    const closest = cosines.sort((a, b) => b - a).slice(0, MAX_CLOSEST);
    result[other] = closest.reduce((sum, cosine) => sum + cosine, 0) / MAX_CLOSEST;
  }
  return result;
}

/** The {@link LEARNED_FEATURES} of a candidate, in their order. */
export function featuresOf(
  { rows, attendanceRate, categories }: Profile,
  { categoryKey }: { categoryKey: string | null },
  { numbers, similarity, text }: SimilarEvents,
): Float64Array {
  // Sums over the similar events: of all that were available, and of those the student attended.
  let [byText, attendedByText, bySimilarity, attendedBySimilarity] = [0, 0, 0, 0];
  let [decayed, sharedByText, coDecayed, shared, textWeight, logPeople] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < numbers.length; k += 1) {
    const at = (numbers[k] ?? 0) * ROW;
    // Powers by multiplication: an answer computes 500,000 of these.
    const text2 = (text[k] ?? 0) * (text[k] ?? 0);
    const similarity2 = (similarity[k] ?? 0) * (similarity[k] ?? 0);
    byText += text2 * (rows[at + AVAILABLE] ?? 0);
    attendedByText += text2 * (rows[at + ATTENDED] ?? 0);
    bySimilarity += similarity2 * similarity2 * (rows[at + AVAILABLE] ?? 0);
    attendedBySimilarity += similarity2 * similarity2 * (rows[at + ATTENDED] ?? 0);
    decayed += text2 * (rows[at + DECAY] ?? 0);
    sharedByText += text2 * (rows[at + DECAY_SHARED] ?? 0);
    coDecayed += similarity2 * (rows[at + CO_DECAY] ?? 0);
    shared += similarity2 * (rows[at + CO_DECAY_SHARED] ?? 0);
    textWeight += text2;
    logPeople += text2 * (rows[at + LOG_PEOPLE] ?? 0);
  }
  return Float64Array.of(
    logOdds((attendedByText + PRIOR.text * attendanceRate) / (byText + PRIOR.text)),
    logOdds((attendedBySimilarity + PRIOR.similarity * attendanceRate) / (bySimilarity + PRIOR.similarity)),
    Math.log(share(sharedByText, decayed) + CO_ATTENDANCE_FLOOR),
    Math.log(share(shared, coDecayed) + CO_ATTENDANCE_FLOOR),
    share(logPeople, textWeight),
    categoryKey !== null && categories.has(categoryKey) ? 0 : 1,
  );
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** About 0 when the whole is about 0. */
function share(part: number, whole: number): number {
  return part / (whole + 1e-6);
}
