import assert from 'node:assert/strict';
import fc from 'fast-check';
import { refreshInsights } from '../../src/insights/counting/refresh.ts';
import { eventInsights } from '../../src/insights/eventInsights.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';
import * as bruteForce from './bruteForce.ts';
import { anyCampus, DEPARTMENTS, SKILLS, writeCampus, type Campus } from './randomCampus.ts';

/** February is closed then, and March is not. */
const NOW = new Date('2026-03-16T04:30:00Z');
const MONTHS = ['2025-12', '2026-01', '2026-02'];
const RUNS = 8;

describe('insights on random campuses', () => {
  let database: TestDatabase;

  const ask = (uid: string): CallContext => ({ uid, sql: database.sql, now: NOW, among: null });

  /** Checks a campus, in a database of its own. */
  async function onRandomCampuses(check: (campus: Campus) => Promise<void>): Promise<void> {
    await fc.assert(
      fc.asyncProperty(anyCampus, async (campus) => {
        database = await migratedDatabase();
        try {
          await writeCampus(database.sql, campus);
          await refreshInsights(database.sql, NOW);
          await check(campus);
        } finally {
          await database.drop();
        }
      }),
      { numRuns: RUNS, seed: seed(), endOnFailure: true },
    );
  }

  it('are those of a count one by one: skills', async () => {
    await onRandomCampuses(async (campus) => {
      const profiles = new Map(
        SKILLS.map((skill) => [
          skill,
          campus.people.filter(({ skills }) => skills.includes(skill)).map(({ id }) => id),
        ]),
      );
      for (const month of MONTHS) {
        const users = bruteForce.skillUsers(campus, month);
        for (const department of [undefined, ...DEPARTMENTS]) {
          for (const uid of ['admin', 'student']) {
            const seen = (group: Iterable<string>): number | null => {
              const whole = [...group];
              if (uid === 'admin') {
                if (department === undefined) return whole.length;
                return bruteForce.byDepartment(campus, whole)[department] ?? 0;
              }
              if (department === undefined)
                return whole.length >= 5 ? bruteForce.rounded(whole.length) : null;
              const parts = bruteForce.byDepartment(campus, whole);
              return bruteForce.shownParts(whole.length, parts)[department] ?? null;
            };
            const none = uid === 'admin' ? 0 : null;
            const answer = await skillTrends.definition.handle(ask(uid), {
              month,
              limit: 50,
              ...(department !== undefined && { department }),
            });
            assert.equal(answer.people, seen(users.get('*') ?? []));
            const closing = month === '2026-02';
            const expected = SKILLS.map((name) => ({
              name,
              people: seen(users.get(name) ?? []),
              profiles: closing ? seen(profiles.get(name) ?? []) : none,
            })).filter(({ people, profiles: had }) => (people ?? 0) > 0 || (had ?? 0) > 0);
            assert.deepEqual(
              byName(
                answer.popular.map(({ name, people, profiles: had }) => ({
                  name,
                  people: people ?? none,
                  profiles: had ?? none,
                })),
              ),
              byName(expected),
            );
            for (const { name, history } of answer.popular) {
              assert.deepEqual(
                history.slice(-3).map(({ people }) => people),
                [month, ...before(month, 2)]
                  .reverse()
                  .map((earlier) => seen(bruteForce.skillUsers(campus, earlier).get(name) ?? [])),
              );
            }
          }
        }
      }
    });
  });

  it('are those of a count one by one: skills that go together', async () => {
    await onRandomCampuses(async (campus) => {
      const groups = SKILLS.map((id) => ({
        id,
        people: new Set(campus.people.filter(({ skills }) => skills.includes(id)).map((one) => one.id)),
      }));
      for (const uid of ['admin', 'student']) {
        const { together } = await skillTrends.definition.handle(ask(uid), { limit: 50 });
        const expected = bruteForce.pairs(groups, uid === 'admin' ? (count) => count : bruteForce.rounded);
        assert.deepEqual(
          together.map(({ skills, people }) => `${skills.toSorted().join()} ${String(people)}`).sort(),
          expected
            .filter(({ one, other }) => one < other)
            .map(({ one, other, people }) => `${one},${other} ${String(people)}`)
            .sort(),
        );
      }
    });
  });

  it('are those of a count one by one: events', async () => {
    await onRandomCampuses(async (campus) => {
      const groups = campus.events.map(({ id }) => ({ id, people: bruteForce.visitors(campus, id) }));
      for (const event of campus.events) {
        const answers = campus.answers.filter((answer) => answer.event === event.id);
        const answered = answers.length;
        const going = answers.filter(({ status }) => status !== 'cancelled').length;
        const attended = answers.filter(bruteForce.attended).length;
        const visitors = bruteForce.visitors(campus, event.id);
        const departments = bruteForce.byDepartment(campus, visitors);
        const skills = Object.fromEntries(
          SKILLS.map((skill) => [
            skill,
            [...visitors].filter((id) => bruteForce.person(campus, id).skills.includes(skill)).length,
          ]).filter(([, people]) => (people as number) > 0),
        ) as Record<string, number>;

        const exact = await eventInsights.definition.handle(ask('admin'), { eventId: event.id, limit: 50 });
        assert.deepEqual(exact.funnel, { answered, going, attended });
        assert.equal(exact.attendanceRate, going === 0 ? null : attended / going);
        assert.equal(exact.basis, attended > 0 ? 'attended' : 'going');
        assert.equal(
          exact.returningRate,
          visitors.size === 0 ? null : bruteForce.returning(campus, event) / visitors.size,
        );
        assert.deepEqual(asRecord(exact.departments), departments);
        assert.deepEqual(
          asRecord(exact.skills),
          Object.fromEntries(Object.entries(skills).filter(([, people]) => people >= 5)),
        );
        assertRelated(
          exact.related,
          event.id,
          bruteForce.pairs(groups, (count) => count),
        );

        const seen = await eventInsights.definition.handle(ask('student'), { eventId: event.id, limit: 50 });
        assert.deepEqual(asRecord(seen.departments), bruteForce.shownParts(visitors.size, departments));
        assert.deepEqual(
          asRecord(seen.skills),
          Object.fromEntries(
            Object.entries(skills)
              .filter(([, people]) => people >= 5)
              .map(([name, people]) => [name, bruteForce.rounded(people)]),
          ),
        );
        assertRelated(seen.related, event.id, bruteForce.pairs(groups, bruteForce.rounded));
        assert.equal(seen.funnel.attended, attended >= 5 ? bruteForce.rounded(attended) : null);
      }
    });
  });
});

function assertRelated(
  related: { id: string; people: number; lift: number; low: number; high: number }[],
  event: string,
  pairs: ReturnType<typeof bruteForce.pairs>,
): void {
  const expected = pairs.filter(({ one }) => one === event);
  assert.deepEqual(
    related.map(({ id, people }) => `${id} ${String(people)}`),
    expected.map(({ other, people }) => `${other} ${String(people)}`),
  );
  for (const [index, { lift, low, high }] of related.entries()) {
    const pair = expected[index];
    for (const [value, other] of [
      [lift, pair?.lift],
      [low, pair?.low],
      [high, pair?.high],
    ]) {
      assert.ok(Math.abs((value ?? NaN) / (other ?? NaN) - 1) < 1e-9);
    }
  }
}

function asRecord(parts: { name: string; people: number }[]): Record<string, number> {
  return Object.fromEntries(parts.map(({ name, people }) => [name, people]));
}

function byName<One extends { name: string }>(list: One[]): One[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The months before a month, the last first. */
function before(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const [year = 0, number = 0] = month.split('-').map(Number);
    return new Date(Date.UTC(year, number - 2 - index, 1)).toISOString().slice(0, 7);
  });
}
