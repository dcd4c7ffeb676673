import assert from 'node:assert/strict';
import type { Trait } from '../../../src/people/similarity/trait.ts';
import { similarityReason } from '../../../src/people/similarity/similarityReason.ts';

function traits(kind: Trait['kind'], ...names: string[]): Trait[] {
  return names.map((name) => ({
    kind,
    name,
    id: name,
    startDate: null,
    people: 1,
    base: 1,
    level: 5,
    weight: 1,
  }));
}

describe('similarityReason', () => {
  const sentences: [Trait[], string][] = [
    [traits('skill', 'Go'), 'You both have Go in common.'],
    [traits('skill', 'Go', 'SQL'), 'You both have Go and SQL in common.'],
    [traits('event', 'Go night'), 'You both go to “Go night”.'],
    [traits('interest', 'Robots'), 'You both post about Robots.'],
    [
      [...traits('skill', 'Go'), ...traits('event', 'Go night')],
      'You both have Go in common and go to “Go night”.',
    ],
    [
      [...traits('interest', 'Robots'), ...traits('event', 'Fair'), ...traits('skill', 'Go')],
      'You both have Go in common, go to “Fair”, and post about Robots.',
    ],
    // Four are listed: "and 1 more" would not be shorter.
    [traits('skill', 'A', 'B', 'C', 'D'), 'You both have A, B, C, and D in common.'],
    [traits('skill', 'A', 'B', 'C', 'D', 'E'), 'You both have A, B, C, and 2 more in common.'],
    [traits('event', 'A', 'B', 'C', 'D', 'E', 'F'), 'You both go to “A”, “B”, “C”, and 3 more.'],
    [traits('event', 'A', 'A', 'B', 'A'), 'You both go to “A” and “B”.'],
    [[], 'Your circles at events are close.'],
  ];

  for (const [shared, sentence] of sentences) {
    it(sentence, () => {
      assert.equal(similarityReason(shared), sentence);
    });
  }
});
