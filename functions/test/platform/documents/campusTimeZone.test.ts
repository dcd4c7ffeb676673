import assert from 'node:assert/strict';
import { UnusableParameter } from '../../../src/platform/config.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { prepareChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { change } from '../../support/changes.ts';
import { toPeriod } from '../../../src/platform/documents/timeField.ts';

describe('a time without an offset', () => {
  const { CAMPUS_TIME_ZONE: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env['CAMPUS_TIME_ZONE'];
    else process.env['CAMPUS_TIME_ZONE'] = before;
  });

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
    it(`is local time in ${zone}: ${text}`, () => {
      process.env['CAMPUS_TIME_ZONE'] = zone;
      assert.deepEqual(toPeriod(text), { start, end });
    });
  }

  it('cannot be read while the zone has no such name, and the error names the parameter', () => {
    process.env['CAMPUS_TIME_ZONE'] = 'Nowhere';
    assert.throws(() => toPeriod('2026-03-01'), /CAMPUS_TIME_ZONE is "Nowhere"/);
    // No dead letter: the message is delivered again until the parameter is corrected.
    const event = change('events/e', 1, { title: 'E', startDate: '2026-03-01' });
    assert.throws(() => prepareChange(allCollections, event), UnusableParameter);
  });
});
