import { DAY_MS } from '../../../learning/calendar.ts';
import type { Catalogue } from '../catalogue/eventCatalogue.ts';
import { featuresOf, LEARNED, profileOf, type Past, type Profile } from './eventFeatures.ts';
import { GIVEN_WEIGHTS, TOGETHER_WITHOUT_PAST, type Given, type Weights } from './eventWeights.ts';
import type { Explained, Feature } from './explainEvent.ts';
import type { Student } from './readStudent.ts';
import type { Upcoming } from '../catalogue/upcomingEvents.ts';

const MONTH_MS = 30 * DAY_MS;

/** Events that the student is going to, the next ones, which candidates are compared with. */
const JOINED = 10;

const GIVEN = Object.keys(GIVEN_WEIGHTS) as (keyof typeof GIVEN_WEIGHTS)[];

/** What a candidate's features are, in their order. */
const FEATURES: readonly Feature[] = [...LEARNED, ...GIVEN];
const WIDTH = FEATURES.length;

/** Candidates in their order, and what it takes to say why. */
export interface Ranking {
  profile: Profile;
  /** The best so many, the best first. */
  best: (limit: number) => { number: number; score: number; explained: Explained }[];
}

/**
 * Ranks candidates by the weighted sum of their features. The score is the odds against the best, which has 1;
 * equals are in the order in which they begin.
 */
export function rank(
  upcoming: Upcoming,
  student: Student,
  numbers: readonly number[],
  weights: Weights,
  now: number,
): Ranking {
  const { catalogue } = upcoming;
  const profile = profileOf(catalogue, pastOf(upcoming, student, now));
  const given = givenFor(upcoming, student, now);
  const together = profile.attended.length > 0 ? GIVEN_WEIGHTS.together : TOGETHER_WITHOUT_PAST;
  const row = [
    ...LEARNED.map((name) => weights[name]),
    ...GIVEN.map((name) => (name === 'together' ? together : GIVEN_WEIGHTS[name])),
  ];

  // What each feature of each candidate adds, candidate by candidate.
  const adds = new Float64Array(numbers.length * WIDTH);
  const sums = new Float64Array(numbers.length);
  const means = new Float64Array(WIDTH);
  for (const [place, number] of numbers.entries()) {
    const learned = featuresOf(profile, catalogue.at(number), upcoming.alike(number));
    const own = given(number);
    let sum = 0;
    for (let k = 0; k < WIDTH; k += 1) {
      const value = k < LEARNED.length ? at(learned, k) : (own[k - LEARNED.length] ?? 0);
      const add = (row[k] ?? 0) * value;
      adds[place * WIDTH + k] = add;
      means[k] = at(means, k) + add / numbers.length;
      sum += add;
    }
    sums[place] = sum;
  }
  const entry = (place: number): ReturnType<Catalogue['at']> => catalogue.at(numbers[place] ?? 0);
  const start = (place: number): number => entry(place).start ?? Infinity;
  const order = [...numbers.keys()].sort(
    (a, b) => at(sums, b) - at(sums, a) || start(a) - start(b) || (entry(a).id < entry(b).id ? -1 : 1),
  );
  const highest = at(sums, order[0] ?? 0);

  function explained(place: number): Explained {
    const number = numbers[place] ?? 0;
    const contributions = FEATURES.map((name, k) => [name, at(adds, place * WIDTH + k) - at(means, k)]);
    return {
      number,
      alike: upcoming.alike(number),
      given: Object.fromEntries(GIVEN.map((name, k) => [name, given(number)[k] ?? 0])) as Given,
      contributions: Object.fromEntries(contributions) as Record<Feature, number>,
    };
  }

  return {
    profile,
    best: (limit) =>
      order.slice(0, limit).map((place) => ({
        number: numbers[place] ?? 0,
        score: Math.exp(at(sums, place) - highest),
        explained: explained(place),
      })),
  };
}

/** What the student did before now, as far as the catalogue goes back. */
function pastOf(upcoming: Upcoming, { attendance }: Student, now: number): Past {
  const past = attendance.filter(({ dated, time }) => dated && time < now);
  return {
    now,
    attended: past.flatMap(({ id }) => upcoming.catalogue.numberOf(id) ?? []),
    first: past.reduce((first, { time }) => Math.min(first, time), now),
    categories: new Set(past.map(({ category }) => category).filter((category) => category !== null)),
    neighbours: past.map(({ neighbours }) => upcoming.resolved(neighbours)),
  };
}

/** What is known of each candidate as it is today, in the order of {@link GIVEN}. */
function givenFor(upcoming: Upcoming, student: Student, now: number): (number: number) => number[] {
  const { catalogue } = upcoming;
  const together = new Float64Array(catalogue.size);
  for (const { leadsTo } of student.attendance) {
    for (const [number, weight] of upcoming.resolved(leadsTo)) {
      together[number] = (together[number] ?? 0) + weight;
    }
  }
  const joined = student.attendance
    .filter(({ dated, time }) => !dated || time >= now)
    .slice(0, JOINED)
    .flatMap(({ id }) => catalogue.numberOf(id) ?? [])
    .map((number) => catalogue.likenesses(number).likeness);
  return (number) => {
    const { id, start, skills, department, people } = catalogue.at(number);
    const given: Given = {
      soon: -Math.log1p(start === null ? 0 : Math.max(start - now, 0) / MONTH_MS),
      skills:
        skills.length === 0 ? 0 : skills.filter((one) => student.skills.has(one)).length / skills.length,
      department: Number(department !== null && department === student.department),
      friends: Math.log1p(student.friends.get(id) ?? 0),
      going: Math.log1p(people),
      joined: joined.reduce((most, likeness) => Math.max(most, at(likeness, number)), 0),
      together: at(together, number),
    };
    return GIVEN.map((name) => given[name]);
  };
}

function at(row: Float64Array, index: number): number {
  return row[index] ?? 0;
}
