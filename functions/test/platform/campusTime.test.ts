import assert from 'node:assert/strict';
import { UnusableParameter } from '../../src/platform/config.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { prepareChange } from '../../src/sync/pipeline/prepareChange.ts';
import { addDays } from '../../src/learning/calendar.ts';
import { campusDay, campusDayStart } from '../../src/platform/campusTime.ts';
import { HARD_ZONES, inCampusZone, localDay } from '../support/campusZone.ts';
import { change } from '../support/changes.ts';
import { toPeriod } from '../../src/platform/documents/timeField.ts';

describe('a time without an offset', () => {
  const cases: [zone: string, text: string, start: string, end?: string][] = [
    ['Etc/UTC', '2026-03-08', '2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z'],
    ['Asia/Kolkata', '2026-03-08', '2026-03-07T18:30:00Z', '2026-03-08T18:30:00Z'],
    // Clocks go forward at 2:00, so the day has 23 hours, and 2:30 does not exist.
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
    // Clocks go back at 2:00, and 1:30 comes twice.
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    ['America/New_York', '2026-11-01T03:30:00.123456789', '2026-11-01T08:30:00.123456789Z'],
    ['Europe/Madrid', '2026-03', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'],
    ['Europe/Madrid', '20260301T100000', '2026-03-01T09:00:00Z'],
    ['Europe/Madrid', '2026-03-01T10:00Z', '2026-03-01T10:00:00Z'],
  ];
  for (const [zone, text, start, end = start] of cases) {
    it(`is local time in ${zone}: ${text}`, () =>
      inCampusZone(zone, () => {
        assert.deepEqual(toPeriod(text), { start, end });
      }));
  }

  for (const zone of ['Nowhere', '+05:30', '-08']) {
    it(`cannot be read while the zone is ${zone}, and the error names the parameter`, () =>
      inCampusZone(zone, () => {
        assert.throws(() => toPeriod('2026-03-01'), {
          message: `CAMPUS_TIME_ZONE is "${zone}", which is no time zone: set it to a name such as "Europe/Madrid".`,
        });
        // No dead letter: the message is delivered again until the parameter is corrected.
        const event = change('events/e', 1, { title: 'E', startDate: '2026-03-01' });
        assert.throws(() => prepareChange(allCollections, event), UnusableParameter);
      }));
  }
});

describe('a day of the campus', () => {
  const HOUR_MS = 3_600_000;
  const from = Date.parse('2025-12-30T00:00:00Z');

  for (const zone of HARD_ZONES) {
    it(`lasts from its first moment to that of the next one in ${zone}`, () =>
      inCampusZone(zone, () => {
        for (let time = from; time < from + 400 * 24 * HOUR_MS; time += HOUR_MS / 2) {
          const day = campusDay(new Date(time));
          assert.equal(day, localDay(time, zone));
          const [start, end] = [campusDayStart(day), campusDayStart(addDays(day, 1))];
          assert.ok(start.getTime() <= time && time < end.getTime(), `${day} at ${String(time)}`);
        }
      }));
  }

  it('starts late where clocks skip midnight, and has 25 hours where they repeat its first', async () => {
    await inCampusZone('Asia/Beirut', () => {
      assert.equal(campusDayStart('2026-03-29').toISOString(), '2026-03-28T22:00:00.000Z');
    });
    await inCampusZone('America/Havana', () => {
      assert.equal(campusDayStart('2026-11-01').toISOString(), '2026-11-01T04:00:00.000Z');
      assert.equal(campusDayStart('2026-11-02').toISOString(), '2026-11-02T05:00:00.000Z');
    });
  });
});
