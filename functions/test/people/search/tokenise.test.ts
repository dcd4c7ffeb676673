import assert from 'node:assert/strict';
import { tokenise, wordsOf } from '../../../src/people/search/tokenise.ts';
import { trigrams } from '../../../src/platform/text/trigrams.ts';

describe('tokenise', () => {
  const cases: [text: string, words: string[]][] = [
    ['Mobile Apps', ['mobile', 'app']],
    ['someone who can build a mobile app', ['build', 'mobile', 'app']],
    ['C, C++ and C#', ['c', 'c++', 'c#']],
    ['Companies, classes and analysis', ['company', 'classe', 'analysis']],
    ['Élodie’s café', ['elody', 'cafe']],
    ['the', ['the']],
    ['who are you?', ['who', 'are', 'you']],
    ['機械学習 Привет', ['機械', '械学', '学習', 'привет']],
    ['ภาษาไทย', ['ภา', 'าษ', 'ษา', 'าไ', 'ไท', 'ทย']],
    ['林', ['林']],
    ['Łódź Ærø straße ışık', ['lodz', 'aero', 'strasse', 'isik']],
    ['किताब कताब', ['किताब', 'कताब']],
    ['o‘neil OʼNeil o\u00adneil', ['oneil', 'oneil', 'oneil']],
    ['我爱🤖', ['我爱', '🤖']],
    ['%_ \\ | & !: *', []],
    ['', []],
  ];
  for (const [text, expected] of cases) {
    it(`turns "${text}" into [${expected.join(', ')}]`, () => {
      assert.deepEqual(wordsOf(text), expected);
    });
  }

  it('truncates very long words', () => {
    assert.deepEqual(wordsOf('x'.repeat(5000)), ['x'.repeat(40)]);
  });

  it('gives the position of each word', () => {
    const text = 'We do Robotics, and C++.';
    assert.deepEqual(
      tokenise(text).map(({ word, start, end }) => [word, text.slice(start, end)]),
      [
        ['robotic', 'Robotics'],
        ['c++', 'C++'],
      ],
    );
  });
});

describe('trigrams', () => {
  it('overlap and include a space at both ends', () => {
    assert.deepEqual(trigrams('react'), [' re', 'rea', 'eac', 'act', 'ct ']);
    assert.deepEqual(trigrams('c'), [' c ']);
  });
});
