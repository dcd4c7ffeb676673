import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshInsights } from '../../src/insights/counting/refresh.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { eventInsights } from '../../src/insights/eventInsights.ts';
import { platformReport } from '../../src/insights/platformReport.ts';
import { makeReport } from '../../src/insights/report/make.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import { userAnalytics } from '../../src/insights/userAnalytics.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import type { SyncStatus } from '../../src/sync/index.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';
import * as bruteForce from './bruteForce.ts';
import { anyCampus, DEPARTMENTS, documentsOf, SKILLS, writeDocuments, type Campus } from './randomCampus.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';

/** February is closed then, and March is not. */
const NOW = new Date('2026-03-16T04:30:00Z');
const MONTHS = ['2025-12', '2026-01', '2026-02'];
const RUNS = 6;

/** A synchronisation that has nothing to tell. */
const QUIET: SyncStatus = {
  control: { mode: 'on', collections: {}, pausedSince: null },
  lagSeconds: null,
  heartbeatAt: null,
  oldestUnappliedSeconds: 0,
  deferredDocuments: 0,
  deferredByTable: {},
  deadLetters: { open: 0, discarded: 0 },
  collections: {},
  reconciled: true,
  checks: {},
};

describe('insights on random campuses', () => {
  let database: TestDatabase;

  const ask = (uid: string): CallContext => callContext(database.sql, uid, { now: NOW });

  /** Checks a campus, in a database of its own. */
  async function onRandomCampuses(check: (campus: Campus) => Promise<void>): Promise<void> {
    await fc.assert(
      fc.asyncProperty(anyCampus, async (campus) => {
        database = await migratedDatabase();
        try {
          await writeDocuments(database.sql, documentsOf(campus));
          await recomputeScores(database.sql, NOW);
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

  it('are those of a count one by one: departments', async () => {
    await onRandomCampuses(async (campus) => {
      for (const month of MONTHS) {
        const groups = {
          members: campus.people.filter(({ createdAt }) => createdAt < after(month)).map(({ id }) => id),
          active: bruteForce.actors(campus, month),
          posted: bruteForce.actors(campus, month, ({ posts }) => posts > 0),
          attended: bruteForce.actors(campus, month, ({ events }) => events > 0),
          connected: bruteForce.actors(campus, month, ({ connections }) => connections > 0),
        };
        const exact = await departmentOverview.definition.handle(ask('admin'), {
          department: 'Physics',
          month,
          limit: 50,
        });
        const seen = await departmentOverview.definition.handle(ask('teacher'), { month, limit: 50 });
        assert.equal(seen.department, 'Physics');
        for (const [name, group] of Object.entries(groups)) {
          const parts = bruteForce.byDepartment(campus, group);
          const key = name as keyof typeof groups;
          assert.equal(exact.people[key], parts['Physics'] ?? 0, name);
          assert.equal(
            seen.people[key],
            bruteForce.shownParts([...group].length, parts)['Physics'] ?? null,
            name,
          );
        }
        const events = campus.events
          .filter(({ startDate }) => startDate?.slice(0, 7) === month)
          .map(({ id }) => ({
            name: id,
            parts: bruteForce.byDepartment(campus, bruteForce.visitors(campus, id)),
            visitors: bruteForce.visitors(campus, id).size,
          }));
        assert.deepEqual(
          Object.fromEntries(exact.events.map(({ id, people }) => [id, people])),
          Object.fromEntries(
            events.flatMap(({ name, parts: { Physics } }) =>
              Physics === undefined ? [] : [[name, Physics]],
            ),
          ),
        );
        assert.deepEqual(
          Object.fromEntries(seen.events.map(({ id, people }) => [id, people])),
          Object.fromEntries(
            events.flatMap(({ name, parts, visitors }) => {
              const shown = bruteForce.shownParts(visitors, parts)['Physics'];
              return shown === undefined ? [] : [[name, shown]];
            }),
          ),
        );
      }
    });
  });

  it('are those of a count one by one: the weekly report', async () => {
    await onRandomCampuses(async (campus) => {
      await makeReport(database.sql, NOW, QUIET);
      const week = '2026-03-09';
      const within = (date: string): boolean => date >= week && date < '2026-03-16';
      const days = bruteForce.activeDays(campus, '2026-03-16').filter(({ date }) => within(date));
      const users = (did: (day: (typeof days)[number]) => boolean): number =>
        new Set(days.filter(did).map(({ user }) => user)).size;
      const roles: Record<string, number> = {};
      for (const { role } of campus.people) roles[role] = (roles[role] ?? 0) + 1;

      const exact = await platformReport.definition.handle(ask('admin'), { csv: false });
      assert.equal(exact.week, week);
      const of = (report: typeof exact, section: string): Record<string, number> =>
        Object.fromEntries(
          report.figures.filter((one) => one.section === section).map(({ group, value }) => [group, value]),
        );
      assert.deepEqual(of(exact, 'people'), { ...roles, everybody: campus.people.length });
      assert.deepEqual(of(exact, 'joined'), {
        everybody: campus.people.filter(({ createdAt }) => within(createdAt.slice(0, 10))).length,
      });
      assert.deepEqual(of(exact, 'active'), { everybody: users(() => true) });
      assert.deepEqual(of(exact, 'posted'), { everybody: users(({ posts }) => posts > 0) });
      assert.deepEqual(of(exact, 'attended'), { everybody: users(({ events }) => events > 0) });
      assert.deepEqual(of(exact, 'connected'), { everybody: users(({ connections }) => connections > 0) });
      for (const { cohort, months } of exact.retention) {
        const joined = campus.people.filter(({ createdAt }) => createdAt.slice(0, 7) === cohort);
        assert.ok(joined.length > 0);
        for (const { month, active, share } of months) {
          const stayed = joined.filter(({ id }) => bruteForce.actors(campus, month).has(id)).length;
          assert.deepEqual([active, share], [stayed, stayed / joined.length], `${cohort} ${month}`);
        }
      }

      const seen = await platformReport.definition.handle(ask('teacher'), { csv: false });
      assert.deepEqual(of(seen, 'people'), {
        ...bruteForce.shownParts(campus.people.length, roles),
        everybody: bruteForce.rounded(campus.people.length),
      });
      for (const { section, value } of seen.figures) {
        if (section !== 'sync') assert.ok(value >= 5 && value % 5 === 0, section);
      }
    });
  });

  it('are those of a count one by one: somebody’s own', async () => {
    await onRandomCampuses(async (campus) => {
      for (const { id } of campus.people.slice(0, 10)) {
        const answer = await userAnalytics.definition.handle(ask(id), { limit: 50 });
        assert.deepEqual([answer.asOf, answer.through], [NOW.toISOString(), '2026-03-16']);
        assert.equal(answer.percentile, bruteForce.percentile(campus, id, '2026-03-16'));
        assert.equal(
          answer.change.percentile,
          answer.percentile - bruteForce.percentile(campus, id, '2026-02-14'),
        );
        const days = bruteForce.activeDays(campus, '2026-03-16').filter(({ user }) => user === id);
        const sum = (from: string, to: string) => {
          const own = days.filter(({ date }) => date > from && date <= to);
          return {
            posts: own.reduce((all, { posts }) => all + posts, 0),
            events: own.reduce((all, { events }) => all + events, 0),
            connections: own.reduce((all, { connections }) => all + connections, 0),
          };
        };
        const unseen = { profileViews: 0, reactions: 0 };
        const month = sum('2026-02-14', '2026-03-16');
        assert.deepEqual(answer.month, { ...month, ...unseen, percentile: answer.percentile });
        const before = sum('2026-01-15', '2026-02-14');
        assert.equal(answer.change.events, month.events - before.events);
        assert.equal(answer.trend.length, 26);
        const { week, percentile, ...last } = answer.trend[24]!;
        assert.equal(week, '2026-03-09');
        assert.equal(percentile, bruteForce.percentile(campus, id, '2026-03-15'));
        assert.deepEqual(last, { ...sum('2026-03-08', '2026-03-15'), ...unseen });
      }
    });
  });
});

/** The first moment after a month. */
function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString();
}

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
