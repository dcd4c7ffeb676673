import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { attendanceEmbeddings, type Attendance } from '../../../src/people/matching/attendanceEmbeddings.ts';
import { seed } from '../../support/history.ts';

/** An attendance from the event indexes of each person. */
function attendance(eventsOf: number[][]): Attendance {
  const starts = [0];
  for (const events of eventsOf) starts.push(starts.at(-1)! + events.length);
  const events = Math.max(-1, ...eventsOf.flat()) + 1;
  return { events, starts: Int32Array.from(starts), eventOf: Int32Array.from(eventsOf.flat()) };
}

function cosine(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

/** People who each attend some of their group's events, whose indexes start at `first`. */
function group(random: Random, people: number, first: number, events: number): number[][] {
  const own = Array.from({ length: events }, (_, index) => first + index);
  return Array.from({ length: people }, () => random.sample(own, random.integer(2, 6)));
}

describe('attendanceEmbeddings', () => {
  const random = new Random(seed());

  it('returns unit vectors, deterministically', () => {
    const campus = attendance(group(random, 200, 0, 60));
    const vectors = attendanceEmbeddings(campus);
    assert.equal(vectors.length, 200);
    for (const vector of vectors) {
      assert.equal(vector.length, 16);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-9);
    }
    assert.deepEqual(attendanceEmbeddings(campus), vectors);
  });

  it('does not modify its input', () => {
    const campus = attendance(group(random, 20, 0, 10));
    const before = structuredClone(campus);
    attendanceEmbeddings(campus);
    assert.deepEqual(campus, before);
  });

  it('places people of one group close together and separate groups orthogonally', () => {
    const vectors = attendanceEmbeddings(
      attendance([...group(random, 80, 0, 12), ...group(random, 80, 12, 12)]),
    );
    const [first, second] = [vectors.slice(0, 80), vectors.slice(80)];
    const within = first.flatMap((a, index) => first.slice(index + 1).map((b) => cosine(a, b)));
    const across = first.flatMap((a) => second.map((b) => cosine(a, b)));
    assert.ok(mean(within) > 0.7, `within ${String(mean(within))}`);
    assert.ok(Math.max(...across.map(Math.abs)) < 0.1, `across ${String(Math.max(...across.map(Math.abs)))}`);
  });

  it('separates groups that overlap slightly', () => {
    const mixed = [...group(random, 100, 0, 15), ...group(random, 100, 15, 15)];
    for (const attended of mixed) if (random.chance(0.2)) attended.push(random.integer(30, 31));
    const vectors = attendanceEmbeddings(attendance(mixed.map((attended) => [...new Set(attended)])));
    const within = vectors.slice(1, 100).map((vector) => cosine(vectors[0]!, vector));
    const across = vectors.slice(100).map((vector) => cosine(vectors[0]!, vector));
    assert.ok(mean(within) > mean(across) + 0.3, `${String(mean(within))} and ${String(mean(across))}`);
  });

  it('handles nobody, one person, and fewer events than dimensions', () => {
    assert.deepEqual(attendanceEmbeddings(attendance([])), []);
    const [alone] = attendanceEmbeddings(attendance([[0]]));
    assert.ok(Math.abs(Math.hypot(...alone!) - 1) < 1e-9);
    const [a, b, c] = attendanceEmbeddings(attendance([[0, 1], [1], [2]]));
    assert.ok(cosine(a!, b!) > 0.7);
    assert.ok(Math.abs(cosine(a!, c!)) < 1e-9);
  });

  it('returns zeros for people who attend nothing', () => {
    const [inactive, active] = attendanceEmbeddings(attendance([[], [0, 1]]));
    assert.deepEqual(
      [...inactive!],
      Array.from({ length: 16 }, () => 0),
    );
    assert.ok(Math.hypot(...active!) > 0.99);
  });
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
