import assert from 'node:assert/strict';
import {
  ALIKE,
  Catalogue,
  type EventFacts,
} from '../../../../src/recommendations/events/catalogue/eventCatalogue.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 5, 18);

function event(id: string, title: string, fields: Partial<EventFacts> = {}): EventFacts {
  return {
    id,
    title,
    description: null,
    category: null,
    department: null,
    skills: [],
    start: START,
    people: 0,
    ...fields,
  };
}

describe('the catalogue of events', () => {
  const likeness = (catalogue: Catalogue, a: string, b: string): number => {
    const [from, to] = [catalogue.numberOf(a), catalogue.numberOf(b)];
    return catalogue.likenesses(from ?? -1).likeness[to ?? -1] ?? NaN;
  };

  it('finds the same event again and again most alike, and what has nothing in common not at all', () => {
    const fields = { category: 'Dance', description: 'an evening of tango' };
    const catalogue = new Catalogue([
      event('now', 'Tango practica', { ...fields, start: START + 7 * DAY }),
      event('before', 'Tango practica', fields),
      event('other', 'Wine tasting', { category: 'Food', start: START + DAY }),
    ]);
    assert.ok(Math.abs(likeness(catalogue, 'now', 'before') - 1) < 1e-6);
    assert.equal(likeness(catalogue, 'now', 'other'), 0);
  });

  it('takes skills in common where the category is not the same, and hours only then', () => {
    const catalogue = new Catalogue([
      event('a', 'Alpha', { category: 'X', skills: [1, 2], start: START + 7 * DAY }),
      event('half', 'Beta', { category: 'Y', skills: [2, 3] }),
      event('none', 'Gamma', { category: 'Y', skills: [4] }),
      event('later', 'Delta', { category: 'X', start: START + 4 * 60 * 60 * 1000 }),
    ]);
    // A third of the skills of both, and the same hour.
    assert.ok(Math.abs(likeness(catalogue, 'a', 'half') - (0.2 + 0.1) / 3) < 1e-9);
    assert.equal(likeness(catalogue, 'a', 'none'), 0);
    assert.ok(Math.abs(likeness(catalogue, 'a', 'later') - (0.2 + 0.1 * Math.exp(-2))) < 1e-9);
  });

  it('gives those that began before, the most alike first, as many as there may be', () => {
    const words = ['red', 'green', 'blue', 'black', 'white'];
    const events = Array.from({ length: 300 }, (_, k) =>
      event(`e${String(k)}`, `${words[k % 5] ?? ''} ${words[k % 3] ?? ''} ${String(k)}x`, {
        start: START + k * DAY,
        category: k % 4 === 0 ? 'A' : 'B',
      }),
    );
    const catalogue = new Catalogue(events);
    const number = catalogue.numberOf('e250') ?? -1;
    const before = START + 200 * DAY;
    const { likeness: all, text } = catalogue.likenesses(number);
    const expected = [...all.keys()]
      .filter((other) => other < 200 && (all[other] ?? 0) > 0)
      .sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || a - b)
      .slice(0, ALIKE);
    const alike = catalogue.alike(number, before);
    assert.deepEqual([...alike.numbers], expected);
    assert.deepEqual([...alike.text], [...Float32Array.from(expected, (other) => text[other] ?? 0)]);
    assert.deepEqual(
      catalogue.narrowed(catalogue.alike(number, START + 220 * DAY, 3 * ALIKE), before),
      alike,
    );
  });

  it('knows the newest state of an event only', () => {
    const catalogue = new Catalogue([event('a', 'Chess'), event('b', 'Chess'), event('c', 'Go club')]);
    catalogue.put(event('b', 'Go club'));
    assert.equal(likeness(catalogue, 'a', 'b'), 0);
    assert.ok(likeness(catalogue, 'c', 'b') > 0.6);
    catalogue.remove('b');
    assert.equal(catalogue.numberOf('b'), undefined);
    assert.deepEqual([...catalogue.alike(catalogue.numberOf('c') ?? -1, START + DAY).numbers], []);
    assert.deepEqual(
      [...catalogue.numbers()].map((number) => catalogue.at(number).id),
      ['a', 'c'],
    );
  });
});
