import { featuresOf, LEARNED, profileOf, type Past, type Profile } from './features.ts';
import { GIVEN_WEIGHTS, TOGETHER_WITHOUT_PAST, type Given, type Weights } from './ranker.ts';
import type { Explained, Feature } from './reason.ts';
import type { Student } from './student.ts';
import type { Upcoming } from './upcoming.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** Events that the student is going to, the next ones, which candidates are compared with. */
const JOINED = 10;

const GIVEN = Object.keys(GIVEN_WEIGHTS) as (keyof typeof GIVEN_WEIGHTS)[];

/** Candidates in their order, and what it takes to say why. */
export interface Ranking {
  profile: Profile;
  /** The best first. */
  ranked: { number: number; score: number; explain: () => Explained }[];
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
  const width = LEARNED.length + GIVEN.length;
  const row = Float64Array.of(
    ...LEARNED.map((name) => weights[name]),
    ...GIVEN.map((name) => (name === 'together' ? together : GIVEN_WEIGHTS[name])),
  );

  const means = new Float64Array(width);
  const scored = numbers.map((number) => {
    const own = given(number);
    const learned = featuresOf(profile, catalogue.at(number), upcoming.alike(number));
    const adds = new Float64Array(width);
    let sum = 0;
    for (let k = 0; k < width; k += 1) {
      const name = GIVEN[k - LEARNED.length];
      const value = name === undefined ? (learned[k] ?? 0) : own[name];
      const add = (row[k] ?? 0) * value;
      adds[k] = add;
      means[k] = (means[k] ?? 0) + add / numbers.length;
      sum += add;
    }
    return { number, sum, adds, given: own };
  });
  const start = ({ number }: { number: number }): number => catalogue.at(number).start ?? Infinity;
  const id = ({ number }: { number: number }): string => catalogue.at(number).id;
  scored.sort((a, b) => b.sum - a.sum || start(a) - start(b) || (id(a) < id(b) ? -1 : 1));
  const best = scored[0]?.sum ?? 0;
  return {
    profile,
    ranked: scored.map(({ number, sum, adds, given: own }) => ({
      number,
      score: Math.exp(sum - best),
      explain: () => ({
        number,
        alike: upcoming.alike(number),
        given: own,
        contributions: Object.fromEntries(
          [...LEARNED, ...GIVEN].map((name, k) => [name, (adds[k] ?? 0) - (means[k] ?? 0)]),
        ) as Record<Feature, number>,
      }),
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

/** What is known of each candidate as it is today. */
function givenFor(upcoming: Upcoming, student: Student, now: number): (number: number) => Given {
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
    return {
      soon: -Math.log1p(start === null ? 0 : Math.max(start - now, 0) / MONTH_MS),
      skills:
        skills.length === 0 ? 0 : skills.filter((one) => student.skills.has(one)).length / skills.length,
      department: Number(department !== null && department === student.department),
      friends: Math.log1p(student.friends.get(id) ?? 0),
      going: Math.log1p(people),
      joined: joined.reduce((most, likeness) => Math.max(most, likeness[number] ?? 0), 0),
      together: together[number] ?? 0,
    };
  };
}
