import assert from 'node:assert/strict';
import { strayCards, tagsOfCards } from './answerCards.ts';

const NAMES = { people: new Set(['Ada']), events: new Set(['Ball']) };
const PERSON = {
  id: 'ada',
  name: 'Ada',
  photo: null,
  role: null,
  department: null,
  headline: null,
  verifiedSkills: [],
};
const START = '2026-05-20T16:00:00.000Z';
const EVENT = {
  id: 'ball',
  title: 'Ball',
  start: START,
  end: null,
  department: null,
  category: null,
  image: null,
};

const faults = (answer: unknown): number => strayCards(answer, NAMES).length;

describe('stray cards of an answer', () => {
  it('are none when people and events are shown as cards', () => {
    assert.equal(faults({ people: [{ person: PERSON, score: 1 }], event: EVENT, skill: { name: 'Go' } }), 0);
    assert.equal(faults(null), 0);
  });

  it('are names and titles outside of cards', () => {
    assert.equal(faults({ list: [{ id: 'ada', title: 'Ada' }] }), 1);
    assert.equal(faults([{ label: 'Ball' }]), 1);
  });

  it('are cards with a field more or less, and events with times that are not in UTC', () => {
    const { photo, ...withoutPhoto } = PERSON;
    assert.equal(photo, null);
    assert.ok(faults({ person: withoutPhoto }) > 0);
    assert.ok(faults({ person: { ...PERSON, email: 'ada@campus.example' } }) > 0);
    assert.ok(faults({ event: { ...EVENT, startDate: START } }) > 0);
    assert.equal(faults({ event: { ...EVENT, start: '2026-05-20T16:00:00+00:00' } }), 1);
  });
});

it('the tags of cards are those of the people and events they show', () => {
  assert.deepEqual(tagsOfCards({ list: [{ id: 'x', person: PERSON }], event: EVENT, skill: { id: '1' } }), [
    'person:ada',
    'event:ball',
  ]);
  assert.deepEqual(tagsOfCards(null), []);
});
