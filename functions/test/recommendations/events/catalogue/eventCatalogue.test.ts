import assert from 'node:assert/strict';
import {
  EventCatalogue,
  MAX_SIMILAR,
} from '../../../../src/recommendations/events/catalogue/eventCatalogue.ts';
import type { EventFacts } from '../../../../src/recommendations/events/catalogue/eventColumns.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 5, 18);
const DURATION = 3 * 60 * 60 * 1000;

function event(id: string, title: string, fields: Partial<EventFacts> = {}): EventFacts {
  return {
    id,
    title,
    description: null,
    category: null,
    categoryKey: null,
    departmentKey: null,
    skills: [],
    start: START,
    end: (fields.start ?? START) + DURATION,
    people: 0,
    ...fields,
  };
}

describe('EventCatalogue', () => {
  const similarityOf = (catalogue: EventCatalogue, a: string, b: string): number => {
    const [from, to] = [catalogue.numberOf(a), catalogue.numberOf(b)];
    return catalogue.similarities(from ?? -1).similarity[to ?? -1] ?? NaN;
  };

  it('gives a repeated event a similarity of 1, and an event with nothing in common 0', () => {
    const fields = { categoryKey: 'dance', description: 'an evening of tango' };
    const catalogue = new EventCatalogue([
      event('now', 'Tango practica', { ...fields, start: START + 7 * DAY }),
      event('before', 'Tango practica', fields),
      event('other', 'Wine tasting', { categoryKey: 'food', start: START + DAY }),
    ]);
    assert.ok(Math.abs(similarityOf(catalogue, 'now', 'before') - 1) < 1e-6);
    assert.equal(similarityOf(catalogue, 'now', 'other'), 0);
  });

  it('compares skills when the categories differ, and the time of day only within a kind', () => {
    const catalogue = new EventCatalogue([
      event('a', 'Alpha', { categoryKey: 'x', skills: [1, 2], start: START + 7 * DAY }),
      event('half', 'Beta', { categoryKey: 'y', skills: [2, 3] }),
      event('none', 'Gamma', { categoryKey: 'y', skills: [4] }),
      event('later', 'Delta', { categoryKey: 'x', start: START + 4 * 60 * 60 * 1000 }),
    ]);
    // A third of the skills of both, and the same hour.
    assert.ok(Math.abs(similarityOf(catalogue, 'a', 'half') - (0.2 + 0.1) / 3) < 1e-9);
    assert.equal(similarityOf(catalogue, 'a', 'none'), 0);
    assert.ok(Math.abs(similarityOf(catalogue, 'a', 'later') - (0.2 + 0.1 * Math.exp(-2))) < 1e-9);
  });

  it('returns the most similar of the earlier events, most similar first, up to the limit', () => {
    const words = ['red', 'green', 'blue', 'black', 'white'];
    const events = Array.from({ length: 300 }, (_, k) =>
      event(`e${String(k)}`, `${words[k % 5] ?? ''} ${words[k % 3] ?? ''} ${String(k)}x`, {
        start: START + k * DAY,
        categoryKey: k % 4 === 0 ? 'a' : 'b',
      }),
    );
    const catalogue = new EventCatalogue(events);
    const number = catalogue.numberOf('e250') ?? -1;
    const before = START + 200 * DAY;
    const { similarity: all, text } = catalogue.similarities(number);
    const expected = [...all.keys()]
      .filter((other) => other < 200 && (all[other] ?? 0) > 0)
      .sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || a - b)
      .slice(0, MAX_SIMILAR);
    const similar = catalogue.similarBefore(number, before);
    assert.deepEqual([...similar.numbers], expected);
    assert.deepEqual([...similar.text], [...Float32Array.from(expected, (other) => text[other] ?? 0)]);
    assert.deepEqual(
      catalogue.narrow(catalogue.similarBefore(number, START + 220 * DAY, 3 * MAX_SIMILAR), before),
      similar,
    );
  });

  it('knows an event as an earlier one from its end on, not from its start', () => {
    const catalogue = new EventCatalogue([
      event('fair', 'Book fair', { end: START + 5 * DAY }),
      event('vague', 'Book fair', { start: null, end: null }),
      event('next', 'Book fair', { start: START + 9 * DAY, end: null }),
    ]);
    const number = catalogue.numberOf('next') ?? -1;
    const earlier = (time: number): string[] =>
      [...catalogue.similarBefore(number, time).numbers].map((other) => catalogue.at(other).id);
    assert.deepEqual(earlier(START + 5 * DAY - 1), []);
    assert.deepEqual(earlier(START + 5 * DAY), ['fair']);
    const similar = catalogue.similarBefore(number, START + 5 * DAY);
    assert.equal(catalogue.narrow(similar, START + DAY).numbers.length, 0);
  });

  it('forgets the earlier state of a changed event, and a removed one', () => {
    const catalogue = new EventCatalogue([event('a', 'Chess'), event('b', 'Chess'), event('c', 'Go club')]);
    catalogue.put(event('b', 'Go club'));
    assert.equal(similarityOf(catalogue, 'a', 'b'), 0);
    assert.ok(similarityOf(catalogue, 'c', 'b') > 0.6);
    catalogue.remove('b');
    assert.equal(catalogue.numberOf('b'), undefined);
    assert.deepEqual([...catalogue.similarBefore(catalogue.numberOf('c') ?? -1, START + DAY).numbers], []);
    assert.deepEqual(
      [...catalogue.numbers()].map((number) => catalogue.at(number).id),
      ['a', 'c'],
    );
  });
});
