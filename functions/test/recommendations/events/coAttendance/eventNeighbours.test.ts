import assert from 'node:assert/strict';
import type { Attendance } from '../../../../src/recommendations/events/coAttendance/readAttendance.ts';
import {
  cosineNeighbours,
  successorsOf,
} from '../../../../src/recommendations/events/coAttendance/eventNeighbours.ts';
import { easeWeights } from '../../../../src/learning/ease.ts';

/** The attendance of people, each given by their events. */
function attendanceOf(people: number[][]): Attendance {
  const events = Math.max(...people.flat()) + 1;
  return {
    events: Array.from({ length: events }, (_, event) => String(event)),
    people: people.map((_, person) => String(person)),
    eventsOf: people.map((own) => Int32Array.from(own)),
    peopleOf: Array.from({ length: events }, (_, event) =>
      Int32Array.from([...people.keys()].filter((person) => people[person]?.includes(event))),
    ),
  };
}

const PEOPLE = [[0, 1, 2], [0, 1], [1, 2, 3], [0, 3, 4], [1, 2], [5], [0, 1, 2, 3]];

describe('event neighbours', () => {
  it('have the cosine of the people who attended both', () => {
    const attendance = attendanceOf(PEOPLE);
    for (const [event, { numbers, values }] of cosineNeighbours(attendance).entries()) {
      const people = (of: number): number[] => [...(attendance.peopleOf[of] ?? [])];
      const expected = attendance.peopleOf.flatMap((_, other) => {
        const common = people(event).filter((person) => people(other).includes(person)).length;
        const cosine = common / Math.sqrt(people(event).length * people(other).length);
        return other === event || common === 0 ? [] : [[other, cosine] as const];
      });
      assert.deepEqual(new Map(numbers.map((number, k) => [number, values[k]])), new Map(expected));
      assert.deepEqual(
        values,
        values.toSorted((a, b) => b - a),
      );
    }
  });

  it('weigh upcoming events by EASE, ignoring events with a single person', () => {
    const attendance = attendanceOf(PEOPLE);
    const upcoming = new Set([2, 3]);
    const successors = successorsOf(attendance, (event) => upcoming.has(event));
    // Events 4 and 5 have one person each.
    const gram = new Float64Array(16);
    for (const own of PEOPLE) {
      for (const a of own)
        for (const b of own) if (a < 4 && b < 4) gram[a * 4 + b] = (gram[a * 4 + b] ?? 0) + 1;
    }
    const mean = PEOPLE.flat().filter((event) => event < 4).length / 4;
    const weights = easeWeights(gram, 4, 10 + mean);
    for (const event of [0, 1, 2, 3]) {
      const { numbers = [], values = [] } = successors[event] ?? {};
      assert.deepEqual(
        numbers.toSorted(),
        [...upcoming].filter((other) => other !== event),
      );
      for (const [k, other] of numbers.entries()) {
        assert.ok(Math.abs((values[k] ?? NaN) - (weights[event * 4 + other] ?? NaN)) < 1e-12);
      }
    }
    assert.deepEqual(successors[4], { numbers: [], values: [] });
    assert.deepEqual(successors[5], { numbers: [], values: [] });
  });

  it('have no weights when no event is upcoming', () => {
    assert.ok(successorsOf(attendanceOf(PEOPLE), () => false).every(({ numbers }) => numbers.length === 0));
  });
});
