import assert from 'node:assert/strict';
import { normaliseTitle } from '../../src/careers/titles/normaliseTitle.ts';
import { publicName, publicText } from '../../src/cards/published/publicText.ts';
import { indexedNameWords } from '../../src/people/search/nameWords.ts';
import { tokenise } from '../../src/people/search/tokenise.ts';
import { toNumeralOrText } from '../../src/platform/documents/numerals.ts';
import { toPeriod } from '../../src/platform/documents/timeField.ts';
import { didYouMean } from '../../src/platform/text/didYouMean.ts';
import { foldText } from '../../src/platform/text/foldText.ts';
import { sensibleCapitals } from '../../src/platform/text/sensibleCapitals.ts';
import { skillKey, splitSkillName } from '../../src/skills/index.ts';
import { hostileTexts } from './hostileTexts.ts';

const IDENTIFIERS = { email: 'ada@campus.example', studentId: '12345' };

/** What reads texts of users, of any length. */
const READERS: Record<string, (text: string) => unknown> = {
  foldText,
  sensibleCapitals,
  skillKey,
  splitSkillName,
  tokenise,
  indexedNameWords,
  normaliseTitle,
  toPeriod,
  toNumeralOrText,
  publicText: (text) => publicText(text, IDENTIFIERS),
  publicName: (text) => publicName(text, IDENTIFIERS),
  didYouMean: (text) => didYouMean(text, ['Python']),
};

/** Quadratic time is at least half a second for so many characters, linear time a few milliseconds. */
const CHARACTERS = 10_000;
const MAX_MS = 200;

/** Another program may have had the processor. */
const ATTEMPTS = 3;

describe('The time to read a text', function () {
  this.timeout(30_000);
  const texts = hostileTexts(CHARACTERS);

  for (const [name, read] of Object.entries(READERS)) {
    it(`grows with its length, not with its square: ${name}`, () => {
      for (const text of texts) {
        const ms = fastest(() => read(text));
        assert.ok(ms < MAX_MS, `${ms.toFixed(0)} ms for ${JSON.stringify(text.slice(0, 20))}…`);
      }
    });
  }
});

/** Milliseconds that the work takes at best. */
function fastest(work: () => unknown): number {
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best >= MAX_MS; attempt += 1) {
    const started = performance.now();
    work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
