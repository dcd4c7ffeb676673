import assert from 'node:assert/strict';
import { BadLine, parseLine } from './timeline.ts';

const AT = 1_767_225_600_000;
const ASK = { id: 'q1', kind: 'similarStudents', userId: 'ada' };

describe('parseLine', () => {
  it('accepts changes, deletions, nights and questions', () => {
    const good: object[] = [
      {
        at: AT,
        change: { path: 'users/ada', data: { name: 'Ada', joined: '2026-01-01', skills: [{ level: 5 }] } },
      },
      { at: AT, change: { path: 'events/e1/attendees/ada', data: {} } },
      { at: AT, change: { path: 'users/ada', data: null } },
      { at: 0, run: 'nightly' },
      { at: AT, ask: { ...ASK, input: { limit: 1000, department: 'Law' }, candidates: ['bob', ''] } },
      { at: AT, ask: { ...ASK, id: 7, input: {}, candidates: [] } },
    ];
    for (const line of good) assert.deepEqual(parseLine(JSON.stringify(line)), line);
    assert.deepEqual(parseLine(` ${JSON.stringify({ at: AT, ask: ASK })}\r`), {
      at: AT,
      ask: { ...ASK, input: {} },
    });
  });

  const bad: [unknown, RegExp][] = [
    ['{"at": 1', /^The line is not JSON\.$/],
    ['hello', /^The line is not JSON\.$/],
    [null, /^The line needs "at" and exactly one of/],
    [7, /^The line needs "at" and exactly one of/],
    [[], /^The line needs "at" and exactly one of/],
    [{ at: AT }, /^The line needs "at" and exactly one of/],
    [{ at: AT, run: 'nightly', ask: ASK }, /^The line needs "at" and exactly one of/],
    [{ run: 'nightly' }, /^at: .*expected number/],
    [{ at: '2026-01-01', run: 'nightly' }, /^at: .*expected number/],
    [{ at: -1, run: 'nightly' }, /^at: /],
    [{ at: 1.5, run: 'nightly' }, /^at: .*int/],
    [{ at: 1e300, run: 'nightly' }, /^at: /],
    [{ at: AT, run: 'daily' }, /^run: .*"nightly"/],
    [{ at: AT, run: 'nightly', why: 1 }, /^Unrecognized key: "why"$/],
    [{ at: AT, change: 'users/ada' }, /^change: .*expected object/],
    [{ at: AT, change: { path: 'users/ada' } }, /^change\.data: /],
    [{ at: AT, change: { data: null } }, /^change\.path: .*expected string/],
    [{ at: AT, change: { path: 'users', data: null } }, /^change\.path: must be the path of a document/],
    [{ at: AT, change: { path: 'users/', data: null } }, /^change\.path: must be the path of a document/],
    [{ at: AT, change: { path: '/users/ada', data: null } }, /^change\.path: must be the path of a document/],
    [{ at: AT, change: { path: 'users/ada', data: [] } }, /^change\.data: .*expected record/],
    [{ at: AT, change: { path: 'users/ada', data: 'x' } }, /^change\.data: .*expected record/],
    [
      { at: AT, change: { path: 'users/ada', data: null, merge: true } },
      /^change: Unrecognized key: "merge"$/,
    ],
    [{ at: AT, ask: { kind: 'x', userId: 'ada' } }, /^ask\.id: /],
    [{ at: AT, ask: { ...ASK, userId: '' } }, /^ask\.userId: /],
    [{ at: AT, ask: { ...ASK, userId: undefined } }, /^ask\.userId: .*expected string/],
    [{ at: AT, ask: { ...ASK, input: { limit: 0 } } }, /^ask\.input\.limit: .*>=1/],
    [{ at: AT, ask: { ...ASK, input: { limit: 1001 } } }, /^ask\.input\.limit: .*<=1000/],
    [{ at: AT, ask: { ...ASK, input: { limit: '10' } } }, /^ask\.input\.limit: .*expected number/],
    [{ at: AT, ask: { ...ASK, input: 5 } }, /^ask\.input: /],
    [{ at: AT, ask: { ...ASK, candidates: 'bob' } }, /^ask\.candidates: .*expected array/],
    [{ at: AT, ask: { ...ASK, candidates: ['bob', 7] } }, /^ask\.candidates\.1: .*expected string/],
    [{ at: AT, ask: { ...ASK, limit: 5 } }, /^ask: Unrecognized key: "limit"$/],
  ];
  for (const [line, message] of bad) {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    it(`rejects with a reason: ${text}`, () => {
      assert.throws(
        () => parseLine(text),
        (error) => error instanceof BadLine && message.test(error.message),
      );
    });
  }
});
