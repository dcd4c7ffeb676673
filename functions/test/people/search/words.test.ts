import assert from 'node:assert/strict';
import { tokens, trigrams, words } from '../../../src/people/search/words.ts';

describe('the words that are searched', () => {
  const cases: [text: string, words: string[]][] = [
    ['Mobile Apps', ['mobile', 'app']],
    ['someone who can build a mobile app', ['build', 'mobile', 'app']],
    ['C, C++ and C#', ['c', 'c++', 'c#']],
    ['Companies, classes and analysis', ['company', 'classe', 'analysis']],
    ['Élodie’s café', ['elody', 'cafe']],
    ['the', ['the']],
    ['who are you?', ['who', 'are', 'you']],
    ['機械学習 Привет', ['機械学習', 'привет']],
    ['%_ \\ | & !: *', []],
    ['', []],
  ];
  for (const [text, expected] of cases) {
    it(`of "${text}" are ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(words(text), expected);
    });
  }

  it('are cut when they are very long', () => {
    assert.deepEqual(words('x'.repeat(5000)), ['x'.repeat(40)]);
  });

  it('say where they stand', () => {
    const text = 'We do Robotics, and C++.';
    assert.deepEqual(
      tokens(text).map(({ word, start, end }) => [word, text.slice(start, end)]),
      [
        ['robotic', 'Robotics'],
        ['c++', 'C++'],
      ],
    );
  });
});

describe('trigrams', () => {
  it('overlap, with a space at both ends', () => {
    assert.deepEqual(trigrams('react'), [' re', 'rea', 'eac', 'act', 'ct ']);
    assert.deepEqual(trigrams('c'), [' c ']);
  });
});
