import assert from 'node:assert/strict';
import type { Trait, VisitBasis } from '../../../src/people/similarity/trait.ts';
import { similarityReason } from '../../../src/people/similarity/similarityReason.ts';

const FACTS = { people: 1, base: 1, level: 5, weight: 1 };

function traits(kind: 'skill' | 'interest', ...names: string[]): Trait[] {
  return names.map((name) => ({ kind, name, id: name, ...FACTS }));
}

function events(basis: VisitBasis, ...names: string[]): Trait[] {
  return names.map((name) => ({ kind: 'event', basis, name, id: name, ...FACTS }));
}

describe('similarityReason', () => {
  const sentences: [Trait[], string][] = [
    [traits('skill', 'Go'), 'You both have Go in common.'],
    [traits('skill', 'Go', 'SQL'), 'You both have Go and SQL in common.'],
    [events('checked-in', 'Go night'), 'You both went to “Go night”.'],
    [events('attended', 'Go night'), 'You both have “Go night” in your histories.'],
    [events('going', 'Go night'), 'You both signed up for “Go night”.'],
    [
      [...events('going', 'Expo'), ...events('attended', 'Fair'), ...events('checked-in', 'Go night')],
      'You both went to “Go night”, have “Fair” in your histories, and signed up for “Expo”.',
    ],
    [traits('interest', 'Robots'), 'You both post about Robots.'],
    [
      [...traits('skill', 'Go'), ...events('checked-in', 'Go night')],
      'You both have Go in common and went to “Go night”.',
    ],
    [
      [...traits('interest', 'Robots'), ...events('going', 'Fair'), ...traits('skill', 'Go')],
      'You both have Go in common, signed up for “Fair”, and post about Robots.',
    ],
    // Four are listed: "and 1 more" would not be shorter.
    [traits('skill', 'A', 'B', 'C', 'D'), 'You both have A, B, C, and D in common.'],
    [traits('skill', 'A', 'B', 'C', 'D', 'E'), 'You both have A, B, C, and 2 more in common.'],
    [events('going', 'A', 'B', 'C', 'D', 'E', 'F'), 'You both signed up for “A”, “B”, “C”, and 3 more.'],
    [events('going', 'A', 'A', 'B', 'A'), 'You both signed up for “A” and “B”.'],
    [[], 'Your circles at events are close.'],
  ];

  for (const [shared, sentence] of sentences) {
    it(sentence, () => {
      assert.equal(similarityReason(shared), sentence);
    });
  }
});
