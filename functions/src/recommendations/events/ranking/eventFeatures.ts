import { DAY_MS } from '../../../learning/calendar.ts';
import type { Alike, Catalogue } from '../catalogue/eventCatalogue.ts';

/** Days after which a past event counts half: for what the student does, and for their crowd. */
const HALF_LIFE = { own: 360, crowd: 180 };

/** Likeness that the student's own share of all events is worth, against that of the events alike. */
const PRIOR = { text: 0.03, likeness: 0.01 };

/** Added before a logarithm, so that nothing at all counts as little. */
const CROWD_FLOOR = 0.02;

/** Own events that a past event is compared with, to tell whether it is one of the student's crowd. */
const CLOSEST = 5;

/**
 * What is known of a student and a candidate at a time, from attendance before that time alone; so what the
 * weights are learned from is what they rank later. All compare the candidate with the past events most like it,
 * the more the more alike and the younger these are:
 *
 * - `text`, `likeness`: of the events that the student could have gone to, the share they went to, as log-odds;
 *   by text, and by all that makes events alike, where only what is very much alike counts, as a series does;
 * - `crowdText`, `crowd`: how far the people of the student's own events went there, by text and by likeness, as
 *   a logarithm;
 * - `popularity`: how many people went there, as a logarithm;
 * - `newCategory`: whether the student has never been to its category.
 */
export const LEARNED = ['text', 'likeness', 'crowdText', 'crowd', 'popularity', 'newCategory'] as const;

/** What a student did before a time, by the numbers of the catalogue. */
export interface Past {
  /** The time, in milliseconds. */
  now: number;
  /** Their events that had begun, and when the first of these did. */
  attended: readonly number[];
  first: number;
  /** The categories they went to. */
  categories: ReadonlySet<string>;
  /** For each of their events, others with the share of people in common. */
  neighbours: readonly (readonly [other: number, cosine: number])[][];
}

/** A student, laid out by the numbers of the catalogue, to compare candidates with. */
export interface Profile extends Past {
  went: Uint8Array;
  /** What past events count: for each event the {@link WIDTH} numbers side by side, since reading them takes the time. */
  counts: Float32Array;
  /** The share of all past events, since their first, that they went to. */
  base: number;
}

/** Numbers of each event in a profile; with eight, two events are one line of the processor's cache. */
const WIDTH = 8;

/** Their places: what the event counts by its age, if the student could have gone there, and if they went. */
const [OWN, OPEN, WENT] = [0, 1, 2];
/** Times how far it is one of the student's crowd; the same with the age as it counts for the crowd. */
const [OWN_CROWD, CROWD, CROWD_CROWD] = [3, 4, 5];
/** How many people went there, as a logarithm. */
const PEOPLE = 6;

export function profileOf(catalogue: Catalogue, past: Past): Profile {
  const { size } = catalogue;
  const went = new Uint8Array(size);
  for (const number of past.attended) went[number] = 1;
  const crowd = crowdOf(size, past.neighbours);
  const counts = new Float32Array(size * WIDTH);
  let opened = 0;
  for (const number of catalogue.numbers()) {
    const { start, people } = catalogue.at(number);
    if (start === null || start >= past.now) continue;
    const days = (past.now - start) / DAY_MS;
    const own = 2 ** (-days / HALF_LIFE.own);
    const ofCrowd = 2 ** (-days / HALF_LIFE.crowd);
    const at = number * WIDTH;
    counts[at + OWN] = own;
    counts[at + OWN_CROWD] = own * (crowd[number] ?? 0);
    counts[at + CROWD] = ofCrowd;
    counts[at + CROWD_CROWD] = ofCrowd * (crowd[number] ?? 0);
    counts[at + PEOPLE] = Math.log(Math.max(people, 1));
    if (start < past.first) continue;
    counts[at + OPEN] = own;
    if (went[number] === 1) counts[at + WENT] = own;
    opened += 1;
  }
  return {
    ...past,
    went,
    counts,
    // Neither never nor always, so that its log-odds are finite.
    base: (past.attended.length + 0.5) / (Math.max(opened, past.attended.length) + 1),
  };
}

/** For each event the mean of its largest cosines with the student's own. */
function crowdOf(size: number, neighbours: Past['neighbours']): Float64Array {
  const cosines = new Map<number, number[]>();
  for (const [other, cosine] of neighbours.flat()) {
    const known = cosines.get(other);
    if (known === undefined) cosines.set(other, [cosine]);
    else known.push(cosine);
  }
  const crowd = new Float64Array(size);
  for (const [other, known] of cosines) {
    const closest = known.sort((a, b) => b - a).slice(0, CLOSEST);
    crowd[other] = closest.reduce((sum, cosine) => sum + cosine, 0) / CLOSEST;
  }
  return crowd;
}

/** The {@link LEARNED} features of a candidate, in their order. */
export function featuresOf(
  { counts, base, categories }: Profile,
  { category }: { category: string | null },
  { numbers, likeness, text }: Alike,
): Float64Array {
  // Of the events alike, what all count, and what those count that the student went to.
  let [byText, wentByText, byLikeness, wentByLikeness] = [0, 0, 0, 0];
  let [allByText, crowdByText, allByCrowd, crowdSum, allPeople, people] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < numbers.length; k += 1) {
    const at = (numbers[k] ?? 0) * WIDTH;
    // Powers by multiplication: 500,000 of these are computed for an answer.
    const words = (text[k] ?? 0) * (text[k] ?? 0);
    const alike = (likeness[k] ?? 0) * (likeness[k] ?? 0);
    byText += words * (counts[at + OPEN] ?? 0);
    wentByText += words * (counts[at + WENT] ?? 0);
    byLikeness += alike * alike * (counts[at + OPEN] ?? 0);
    wentByLikeness += alike * alike * (counts[at + WENT] ?? 0);
    allByText += words * (counts[at + OWN] ?? 0);
    crowdByText += words * (counts[at + OWN_CROWD] ?? 0);
    allByCrowd += alike * (counts[at + CROWD] ?? 0);
    crowdSum += alike * (counts[at + CROWD_CROWD] ?? 0);
    allPeople += words;
    people += words * (counts[at + PEOPLE] ?? 0);
  }
  return Float64Array.of(
    logOdds((wentByText + PRIOR.text * base) / (byText + PRIOR.text)),
    logOdds((wentByLikeness + PRIOR.likeness * base) / (byLikeness + PRIOR.likeness)),
    Math.log(share(crowdByText, allByText) + CROWD_FLOOR),
    Math.log(share(crowdSum, allByCrowd) + CROWD_FLOOR),
    share(people, allPeople),
    category !== null && categories.has(category) ? 0 : 1,
  );
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** Of next to nothing next to nothing. */
function share(part: number, whole: number): number {
  return part / (whole + 1e-6);
}
