import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { attendanceEmbeddings, type Attendance } from '../../../src/people/matching/attendanceEmbedding.ts';
import { seed } from '../../support/history.ts';

/** The events of each person, as the numbers of an attendance. */
function attendance(eventsOf: number[][]): Attendance {
  const starts = [0];
  for (const own of eventsOf) starts.push(starts.at(-1)! + own.length);
  const events = Math.max(-1, ...eventsOf.flat()) + 1;
  return { events, starts: Int32Array.from(starts), eventOf: Int32Array.from(eventsOf.flat()) };
}

function cosine(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

/** People who each go to some of their crowd's events, which are those from `first` on. */
function crowd(random: Random, people: number, first: number, events: number): number[][] {
  const own = Array.from({ length: events }, (_, index) => first + index);
  return Array.from({ length: people }, () => random.sample(own, random.integer(2, 6)));
}

describe('crowd vectors', () => {
  const random = new Random(seed());

  it('have the length 1, and are the same for the same attendance', () => {
    const campus = attendance(crowd(random, 200, 0, 60));
    const vectors = attendanceEmbeddings(campus);
    assert.equal(vectors.length, 200);
    for (const vector of vectors) {
      assert.equal(vector.length, 16);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-9);
    }
    assert.deepEqual(attendanceEmbeddings(campus), vectors);
  });

  it('do not change what they are given', () => {
    const campus = attendance(crowd(random, 20, 0, 10));
    const before = structuredClone(campus);
    attendanceEmbeddings(campus);
    assert.deepEqual(campus, before);
  });

  it('point the same way within a crowd, also for who never met, and across for two that are apart', () => {
    const vectors = attendanceEmbeddings(
      attendance([...crowd(random, 80, 0, 12), ...crowd(random, 80, 12, 12)]),
    );
    const [one, other] = [vectors.slice(0, 80), vectors.slice(80)];
    const within = one.flatMap((a, index) => one.slice(index + 1).map((b) => cosine(a, b)));
    const across = one.flatMap((a) => other.map((b) => cosine(a, b)));
    assert.ok(mean(within) > 0.7, `within ${String(mean(within))}`);
    assert.ok(Math.max(...across.map(Math.abs)) < 0.1, `across ${String(Math.max(...across.map(Math.abs)))}`);
  });

  it('tell crowds apart that mix a little', () => {
    const mixed = [...crowd(random, 100, 0, 15), ...crowd(random, 100, 15, 15)];
    for (const own of mixed) if (random.chance(0.2)) own.push(random.integer(30, 31));
    const vectors = attendanceEmbeddings(attendance(mixed.map((own) => [...new Set(own)])));
    const within = vectors.slice(1, 100).map((vector) => cosine(vectors[0]!, vector));
    const across = vectors.slice(100).map((vector) => cosine(vectors[0]!, vector));
    assert.ok(mean(within) > mean(across) + 0.3, `${String(mean(within))} and ${String(mean(across))}`);
  });

  it('are there for nobody, for one person, and for fewer events than they have numbers', () => {
    assert.deepEqual(attendanceEmbeddings(attendance([])), []);
    const [alone] = attendanceEmbeddings(attendance([[0]]));
    assert.ok(Math.abs(Math.hypot(...alone!) - 1) < 1e-9);
    const [a, b, c] = attendanceEmbeddings(attendance([[0, 1], [1], [2]]));
    assert.ok(cosine(a!, b!) > 0.7);
    assert.ok(Math.abs(cosine(a!, c!)) < 1e-9);
  });

  it('are all zeros for who attends nothing', () => {
    const [nobody, somebody] = attendanceEmbeddings(attendance([[], [0, 1]]));
    assert.deepEqual(
      [...nobody!],
      Array.from({ length: 16 }, () => 0),
    );
    assert.ok(Math.hypot(...somebody!) > 0.99);
  });
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
