import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { refreshLabels } from '../../src/names/refreshLabels.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { foldText } from '../../src/platform/text/foldText.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { eventInsights, type EventInsights } from '../../src/insights/eventInsights.ts';
import { platformReport } from '../../src/insights/platformReport.ts';
import { makeWeeklyReport } from '../../src/insights/report/makeWeeklyReport.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import { userAnalytics } from '../../src/insights/userAnalytics.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import type { SyncStatus } from '../../src/sync/index.ts';
import { inCampusZone } from '../support/campusZone.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';
import { tries } from '../support/thorough.ts';
import * as reference from './referenceInsights.ts';
import { anyCampus, DEPARTMENTS, documentsOf, SKILLS, type Campus } from './randomCampus.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

/** February is closed at this time, March is not. */
const NOW = new Date('2026-03-16T04:30:00Z');
const MONTHS = ['2025-12', '2026-01', '2026-02'];
const RUNS = tries(2, 6);

/** Zones, and how many hours they are ahead of UTC. Where clocks change is tested with campusTime.ts. */
const anyZone = fc.constantFrom<[zone: string, hours: number]>(
  ['Etc/UTC', 0],
  ['Asia/Kolkata', 5.5],
  ['Pacific/Kiritimati', 14],
  ['Pacific/Pago_Pago', -11],
);

/** The status of an idle sync. */
const IDLE: SyncStatus = {
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

function rolesOf(campus: Campus): Record<string, number> {
  const roles: Record<string, number> = {};
  for (const { role } of campus.people) roles[role] = (roles[role] ?? 0) + 1;
  return roles;
}

/** How many of some people have each skill. */
function skillsOf(campus: Campus, people: Set<string>): Record<string, number> {
  const counts = SKILLS.map((skill): [string, number] => [
    skill,
    [...people].filter((id) => reference.person(campus, id).skills.includes(skill)).length,
  ]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe('insights on random campuses', () => {
  let database: TestDatabase;
  let now: Date;

  const contextOf = (uid: string): CallContext =>
    callContext(database.sql, uid, {
      now,
      reach: uid === 'admin' ? 'everyone' : uid === 'teacher' ? 'departments' : 'own',
      departments: ['Physics'],
    });

  /**
   * Checks random campuses, each in its own database. The reference counts in UTC: the same must come out in any other
   * zone, for documents and a present that are earlier by as much as the zone is ahead.
   */
  async function onRandomCampuses(check: (campus: Campus) => Promise<void>): Promise<void> {
    await fc.assert(
      fc.asyncProperty(anyCampus, anyZone, async (campus, [zone, hours]) => {
        database = await migratedDatabase();
        const shifted = (time: string): string =>
          new Date(Date.parse(time) - hours * 3_600_000).toISOString();
        now = new Date(shifted(NOW.toISOString()));
        await inCampusZone(zone, async () => {
          await writeDocuments(
            database.sql,
            JSON.parse(JSON.stringify(documentsOf(campus)), (_key, value: unknown) =>
              typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? shifted(value) : value,
            ) as Record<string, JsonObject>,
          );
          await recomputeScores(database.sql, now);
          await refreshLabels(database.sql);
          await refreshAggregates(database.sql, now);
          await check(campus);
        }).finally(() => database.drop());
      }),
      { numRuns: RUNS, seed: seed(), endOnFailure: true },
    );
  }

  it('match the reference for skills', async () => {
    await onRandomCampuses(async (everybody) => {
      for (const month of MONTHS) {
        for (const department of [undefined, ...DEPARTMENTS]) {
          for (const uid of ['admin', 'student']) {
            const campus = uid === 'admin' ? everybody : reference.established(everybody, NOW);
            const users = reference.skillUsers(campus, month);
            const profiles = new Map(
              SKILLS.map((skill) => [
                skill,
                campus.people.filter(({ skills }) => skills.includes(skill)).map(({ id }) => id),
              ]),
            );
            const seen = (group: Iterable<string>): number | null => {
              const whole = [...group];
              if (uid === 'admin') {
                if (department === undefined) return whole.length;
                return reference.byDepartment(campus, whole)[department] ?? 0;
              }
              if (department === undefined) return whole.length >= 5 ? reference.rounded(whole.length) : null;
              const parts = reference.byDepartment(campus, whole);
              return reference.shownParts(whole.length, parts)[department] ?? null;
            };
            const missing = uid === 'admin' ? 0 : null;
            const answer = await skillTrends.definition.handle(contextOf(uid), {
              month,
              limit: 50,
              ...(department !== undefined && { department: foldText(department) }),
            });
            assert.equal(answer.people, seen(users.get('*') ?? []));
            const closing = month === '2026-02';
            const expected = SKILLS.map((name) => ({
              name,
              people: seen(users.get(name) ?? []),
              profiles: closing ? seen(profiles.get(name) ?? []) : missing,
            })).filter(({ people, profiles: had }) => (people ?? 0) > 0 || (had ?? 0) > 0);
            assert.deepEqual(
              byName(
                answer.popular.map(({ name, people, profiles: had }) => ({
                  name,
                  people: people ?? missing,
                  profiles: had ?? missing,
                })),
              ),
              byName(expected),
            );
            for (const { name, history } of answer.popular) {
              assert.deepEqual(
                history.slice(-3).map(({ people }) => people),
                [month, ...monthsBefore(month, 2)]
                  .reverse()
                  .map((earlier) => seen(reference.skillUsers(campus, earlier).get(name) ?? [])),
              );
            }
          }
        }
      }
    });
  });

  it('match the reference for skill pairs', async () => {
    await onRandomCampuses(async (everybody) => {
      for (const uid of ['admin', 'student']) {
        const campus = uid === 'admin' ? everybody : reference.established(everybody, NOW);
        const groups = SKILLS.map((id) => ({
          id,
          people: new Set(
            campus.people.filter(({ skills }) => skills.includes(id)).map(({ id: user }) => user),
          ),
        }));
        const { pairs } = await skillTrends.definition.handle(contextOf(uid), { limit: 50 });
        const expected = reference.pairs(groups, uid === 'admin' ? (count) => count : reference.rounded);
        assert.deepEqual(
          pairs.map(({ skills, people }) => `${skills.toSorted().join()} ${String(people)}`).sort(),
          expected
            .filter(({ first, second }) => first < second)
            .map(({ first, second, people }) => `${first},${second} ${String(people)}`)
            .sort(),
        );
      }
    });
  });

  it('match the reference for events', async () => {
    await onRandomCampuses(async (campus) => {
      const groups = campus.events.map(({ id }) => ({ id, people: reference.visitors(campus, id) }));
      for (const event of campus.events) {
        const answers = campus.answers.filter((answer) => answer.event === event.id);
        const answered = answers.length;
        const going = answers.filter(reference.isGoing).length;
        const attended = answers.filter(reference.attended).length;
        const checkedIn = answers.filter(reference.isKnown).length;
        const visitors = reference.visitors(campus, event.id);
        const departments = reference.byDepartment(campus, visitors);
        const skills = skillsOf(campus, visitors);

        const exact = await eventInsights.definition.handle(contextOf('admin'), {
          eventId: event.id,
          limit: 50,
        });
        assert.deepEqual(exact.funnel, { answered, going, attended, checkedIn });
        assert.equal(exact.attendanceShare, going === 0 ? null : (checkedIn || attended) / going);
        assert.equal(exact.basis, checkedIn > 0 ? 'checked-in' : attended > 0 ? 'attended' : 'going');
        assert.equal(
          exact.returningShare,
          visitors.size === 0 ? null : reference.returning(campus, event) / visitors.size,
        );
        assert.deepEqual(asRecord(exact.departments), departments);
        assert.deepEqual(
          asRecord(exact.skills),
          Object.fromEntries(Object.entries(skills).filter(([, people]) => people >= 5)),
        );
        assertRelated(
          exact.related,
          event.id,
          reference.pairs(groups, (count) => count),
        );

        const seen = await eventInsights.definition.handle(contextOf('student'), {
          eventId: event.id,
          limit: 50,
        });
        const known = reference.established(campus, NOW);
        const knownVisitors = reference.visitors(known, event.id);
        assert.deepEqual(
          asRecord(seen.departments),
          reference.shownParts(knownVisitors.size, reference.byDepartment(known, knownVisitors)),
        );
        assert.deepEqual(
          asRecord(seen.skills),
          Object.fromEntries(
            Object.entries(skillsOf(known, knownVisitors))
              .filter(([, people]) => people >= 5)
              .map(([name, people]) => [name, reference.rounded(people)]),
          ),
        );
        const knownGroups = campus.events.map(({ id }) => ({ id, people: reference.visitors(known, id) }));
        assertRelated(seen.related, event.id, reference.pairs(knownGroups, reference.rounded));
        const knownCheckedIn = known.answers.filter(
          (answer) => answer.event === event.id && reference.isKnown(answer),
        ).length;
        assert.equal(seen.funnel.checkedIn, knownCheckedIn >= 5 ? reference.rounded(knownCheckedIn) : null);
      }
    });
  });

  it('match the reference for departments', async () => {
    await onRandomCampuses(async (campus) => {
      const known = reference.established(campus, NOW);
      for (const month of MONTHS) {
        const groupsOf = (of: Campus) => ({
          members: of.people.filter(({ createdAt }) => createdAt < endOf(month)).map(({ id }) => id),
          active: reference.actors(of, month),
          posted: reference.actors(of, month, ({ posts }) => posts > 0),
          attended: reference.actors(of, month, ({ events }) => events > 0),
          checkedIn: reference.checkedIn(of, (date) => date.startsWith(month)),
          connected: reference.actors(of, month, ({ connections }) => connections > 0),
        });
        const [groups, knownGroups] = [groupsOf(campus), groupsOf(known)];
        const exact = await departmentOverview.definition.handle(contextOf('admin'), {
          department: 'physics',
          month,
          limit: 50,
        });
        const seen = await departmentOverview.definition.handle(contextOf('teacher'), { month, limit: 50 });
        assert.equal(seen.department, 'Physics');
        for (const [name, group] of Object.entries(groups)) {
          const parts = reference.byDepartment(campus, group);
          const key = name as keyof typeof groups;
          assert.equal(exact.people[key], parts['Physics'] ?? 0, name);
          const whole = [...knownGroups[key]];
          const shown = reference.shownParts(whole.length, reference.byDepartment(known, whole));
          assert.equal(seen.people[key], shown['Physics'] ?? null, name);
        }
        const events = campus.events
          .filter(({ startDate }) => startDate?.slice(0, 7) === month)
          .map(({ id }) => ({
            name: id,
            parts: reference.byDepartment(campus, reference.visitors(campus, id)),
          }));
        assert.deepEqual(
          Object.fromEntries(exact.events.map(({ event, people }) => [event.id, people])),
          Object.fromEntries(
            events.flatMap(({ name, parts: { Physics } }) =>
              Physics === undefined ? [] : [[name, Physics]],
            ),
          ),
        );
        assert.deepEqual(
          Object.fromEntries(seen.events.map(({ event, people }) => [event.id, people])),
          Object.fromEntries(
            events.flatMap(({ name }) => {
              const visitors = reference.visitors(known, name);
              const parts = reference.byDepartment(known, visitors);
              const shown = reference.shownParts(visitors.size, parts)['Physics'];
              return shown === undefined ? [] : [[name, shown]];
            }),
          ),
        );
      }
    });
  });

  it('match the reference for the weekly report', async () => {
    await onRandomCampuses(async (campus) => {
      await makeWeeklyReport(database.sql, now, IDLE);
      const week = '2026-03-09';
      const within = (date: string): boolean => date >= week && date < '2026-03-16';
      const days = reference.activeDays(campus, '2026-03-16').filter(({ date }) => within(date));
      const users = (did: (day: (typeof days)[number]) => boolean): number =>
        new Set(days.filter(did).map(({ user }) => user)).size;

      const exact = await platformReport.definition.handle(contextOf('admin'), { csv: false });
      assert.equal(exact.week, week);
      const of = (report: typeof exact, section: string): Record<string, number> =>
        Object.fromEntries(
          report.figures
            .filter((figure) => figure.section === section)
            .map(({ group, value }) => [group, value]),
        );
      assert.deepEqual(of(exact, 'people'), {
        ...rolesOf(campus),
        everybody: campus.people.length,
      });
      assert.deepEqual(of(exact, 'joined'), {
        everybody: campus.people.filter(({ createdAt }) => within(createdAt.slice(0, 10))).length,
      });
      assert.deepEqual(of(exact, 'active'), { everybody: users(() => true) });
      assert.deepEqual(of(exact, 'posted'), { everybody: users(({ posts }) => posts > 0) });
      assert.deepEqual(of(exact, 'attended'), { everybody: users(({ events }) => events > 0) });
      assert.deepEqual(of(exact, 'checked-in'), { everybody: reference.checkedIn(campus, within).size });
      assert.deepEqual(of(exact, 'connected'), { everybody: users(({ connections }) => connections > 0) });
      for (const { cohort, months } of exact.retention) {
        const joined = campus.people.filter(({ createdAt }) => createdAt.slice(0, 7) === cohort);
        assert.ok(joined.length > 0);
        for (const { month, active, share } of months) {
          const stayed = joined.filter(({ id }) => reference.actors(campus, month).has(id)).length;
          assert.deepEqual([active, share], [stayed, stayed / joined.length], `${cohort} ${month}`);
        }
      }

      const seen = await platformReport.definition.handle(contextOf('teacher'), { csv: false });
      const known = reference.established(campus, NOW);
      assert.deepEqual(of(seen, 'people'), {
        ...reference.shownParts(known.people.length, rolesOf(known)),
        ...(known.people.length >= 5 && { everybody: reference.rounded(known.people.length) }),
      });
      for (const { section, value } of seen.figures) {
        if (section !== 'sync') assert.ok(value >= 5 && value % 5 === 0, section);
      }
    });
  });

  it('match the reference for a user’s own analytics', async () => {
    await onRandomCampuses(async (campus) => {
      for (const { id } of campus.people.slice(0, 10)) {
        const answer = await userAnalytics.definition.handle(contextOf(id), { limit: 50 });
        assert.deepEqual([answer.asOf, answer.through], [now.toISOString(), '2026-03-16']);
        assert.equal(answer.percentile, reference.percentile(campus, id, '2026-03-16'));
        assert.equal(
          answer.change.percentile,
          answer.percentile - reference.percentile(campus, id, '2026-02-14'),
        );
        const days = reference.activeDays(campus, '2026-03-16').filter(({ user }) => user === id);
        const sum = (from: string, to: string) => {
          const own = days.filter(({ date }) => date > from && date <= to);
          return {
            posts: own.reduce((all, { posts }) => all + posts, 0),
            events: own.reduce((all, { events }) => all + events, 0),
            eventsCheckedIn: reference
              .checkIns(campus)
              .filter(({ user, date }) => user === id && date > from && date <= to).length,
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
        assert.equal(percentile, reference.percentile(campus, id, '2026-03-15'));
        assert.deepEqual(last, { ...sum('2026-03-08', '2026-03-15'), ...unseen });
      }
    });
  });
});

/** The end of a month, exclusive. */
function endOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString();
}

function assertRelated(
  related: EventInsights['related'],
  eventId: string,
  pairs: ReturnType<typeof reference.pairs>,
): void {
  const expected = pairs.filter(({ first }) => first === eventId);
  assert.deepEqual(
    related.map(({ event, people }) => `${event.id} ${String(people)}`),
    expected.map(({ second, people }) => `${second} ${String(people)}`),
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

function byName<Item extends { name: string }>(list: Item[]): Item[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The months before a month, latest first. */
function monthsBefore(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const [year = 0, number = 0] = month.split('-').map(Number);
    return new Date(Date.UTC(year, number - 2 - index, 1)).toISOString().slice(0, 7);
  });
}
