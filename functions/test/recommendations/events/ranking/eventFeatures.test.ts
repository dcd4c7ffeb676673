import assert from 'node:assert/strict';
import { EventCatalogue } from '../../../../src/recommendations/events/catalogue/eventCatalogue.ts';
import type { EventFacts } from '../../../../src/recommendations/events/catalogue/eventColumns.ts';
import {
  featuresOf,
  LEARNED_FEATURES,
  profileOf,
  type StudentPast,
} from '../../../../src/recommendations/events/ranking/eventFeatures.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1);

function event(id: string, days: number, title: string, category: string): EventFacts {
  const facts = { id, title, description: null, category, departmentKey: null, skills: [], people: 4 };
  return { ...facts, categoryKey: category, start: NOW + days * DAY, end: NOW + (days + 0.1) * DAY };
}

/** Weekly chess and wine events, of which the last one each is upcoming. */
function weekly(): EventCatalogue {
  const weeks = Array.from({ length: 10 }, (_, week) => week);
  return new EventCatalogue([
    ...weeks.map((week) => event(`chess${String(week)}`, week * 7 - 63, 'Chess evening', 'Games')),
    ...weeks.map((week) => event(`wine${String(week)}`, week * 7 - 61, 'Wine tasting', 'Food')),
  ]);
}

describe('event features', () => {
  const named = (features: Float64Array): Record<string, number> =>
    Object.fromEntries(LEARNED_FEATURES.map((name, k) => [name, features[k] ?? NaN]));

  function ask(
    catalogue: EventCatalogue,
    ids: string[],
    past: Partial<StudentPast>,
    of: string,
  ): Record<string, number> {
    const attended = ids.map((id) => catalogue.numberOf(id) ?? -1);
    const ends = attended.map((number) => catalogue.at(number).end ?? NOW);
    const profile = profileOf(catalogue, {
      now: NOW,
      attended,
      first: Math.min(NOW, ...ends),
      categories: new Set(attended.map((number) => catalogue.at(number).categoryKey ?? '')),
      neighbours: [],
      ...past,
    });
    const number = catalogue.numberOf(of) ?? -1;
    return named(featuresOf(profile, catalogue.at(number), catalogue.similarBefore(number, NOW)));
  }

  it('say how often the student attended similar events, of how often they could have', () => {
    const catalogue = weekly();
    const all = ['chess0', 'chess1', 'chess2', 'chess3', 'chess4', 'chess5', 'chess6', 'chess7', 'chess8'];
    const always = ask(catalogue, all, {}, 'chess9');
    const once = ask(catalogue, ['chess0'], {}, 'chess9');
    const newcomer = ask(catalogue, ['chess8'], {}, 'chess9');
    const never = ask(catalogue, all, {}, 'wine9');
    const texts = [always, newcomer, once, never].map(({ text = NaN }) => text);
    assert.deepEqual(
      texts,
      texts.toSorted((a, b) => b - a),
    );
    assert.ok((once['text'] ?? NaN) < 0 && (newcomer['text'] ?? NaN) > 2, texts.join());
    assert.deepEqual(
      [always, never].map((features) => features['newCategory']),
      [0, 1],
    );
    assert.ok(Math.abs((always['popularity'] ?? NaN) - Math.log(4)) < 1e-4);
  });

  it('know events that the student never attended by the people who attend both', () => {
    const catalogue = weekly();
    const wine = [3, 4, 5].map((week) => [catalogue.numberOf(`wine${String(week)}`) ?? -1, 0.5] as const);
    const without = ask(catalogue, ['chess8'], {}, 'wine9');
    const withPeople = ask(catalogue, ['chess8'], { neighbours: [wine] }, 'wine9');
    assert.ok(Math.abs((without['coAttendance'] ?? NaN) - Math.log(0.02)) < 1e-9);
    assert.ok((withPeople['coAttendance'] ?? NaN) > (without['coAttendance'] ?? NaN) + 0.5);
    assert.equal(withPeople['text'], without['text']);
  });

  it('are finite for a student without a past and for one who attended everything', () => {
    const catalogue = weekly();
    const ids = [...catalogue.numbers()]
      .map((number) => catalogue.at(number))
      .filter(({ start }) => (start ?? 0) < NOW);
    for (const own of [[], ids.map(({ id }) => id)]) {
      for (const value of Object.values(ask(catalogue, own, {}, 'chess9'))) assert.ok(Number.isFinite(value));
    }
  });

  it('do not depend on what came later', () => {
    const catalogue = weekly();
    const number = catalogue.numberOf('chess9') ?? -1;
    const before = catalogue.similarBefore(number, NOW - 30 * DAY);
    const at = NOW - 30 * DAY;
    const past = { now: at, attended: [], first: at, categories: new Set<string>(), neighbours: [] };
    const features = featuresOf(profileOf(catalogue, past), catalogue.at(number), before);
    // The same events later, and more people at them.
    for (const later of ['chess8', 'wine8', 'chess7']) catalogue.setPeople(later, 1000);
    assert.deepEqual(
      featuresOf(profileOf(catalogue, past), catalogue.at(number), catalogue.similarBefore(number, at)),
      features,
    );
  });
});
