import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commonSpelling, type Spelling } from '../../../src/platform/text/commonSpelling.ts';
import { foldText } from '../../../src/platform/text/foldText.ts';
import { sensibleCapitals } from '../../../src/platform/text/sensibleCapitals.ts';
import { tidyText } from '../../../src/platform/text/tidyText.ts';
import { seed } from '../../support/history.ts';

/** Text with the characters that go wrong. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      ..."aAéE\u0301\u0307\u0323 ßẞİıſσςΣᾷᾼα\u0342\u0345ŉǆﬁ\u00a0\u034f\u200b\u200d\u3000\tＡ-⁻./'’″´1of and".split(
        '',
      ),
    ),
  }),
);
const property = (check: (text: string) => void): void => {
  fc.assert(fc.property(anyText, check), { seed: seed() });
};

/** Other ways to write the same words. */
function formsOf(text: string): string[] {
  const decomposed = text.normalize('NFD');
  const forms = [
    foldText(text),
    tidyText(text),
    sensibleCapitals(text),
    ` ${text} `,
    text.normalize('NFC'),
    decomposed,
    text.toLowerCase(),
  ];
  // Alone, the accent becomes a space with an accent.
  if (!decomposed.includes('´')) forms.push(text.normalize('NFKC'));
  // The capital of an iota below a letter is a letter of its own, and takes the accents that follow.
  if (!decomposed.includes('\u0345')) forms.push(text.toUpperCase());
  return forms;
}

describe('tidyText', () => {
  it('leaves visible characters with single spaces between words', () => {
    const texts: [string, string][] = [
      [' Computer\u00a0 Science\u200b', 'Computer Science'],
      ['\ufeffLaw\u00ad', 'Law'],
      ['Computer\u3000Science\n', 'Computer Science'],
      ['Informa\u0301tica', 'Informática'],
      ['\u202eLaw\u202c', 'Law'],
      ['\u200b \u2060', ''],
    ];
    for (const [text, tidy] of texts) assert.equal(tidyText(text), tidy);
  });

  it('keeps the joiners that shape letters and emoji', () => {
    for (const text of ['علوم\u200cانسانی', '👩\u200d🔬', '❤\ufe0f']) assert.equal(tidyText(text), text);
  });

  it('is idempotent', () => {
    property((text) => {
      assert.equal(tidyText(tidyText(text)), tidyText(text));
    });
  });
});

describe('foldText', () => {
  it('makes two departments of ten spellings', () => {
    const spellings = [
      ...['Informática', 'Informa\u0301tica', 'informática', 'INFORMÁTICA', 'Informática  '],
      ...['Computer Science', 'Computer  Science', 'Computer\u00a0Science', 'computer science'],
      'Computer Science\u200b',
    ];
    assert.deepEqual([...new Set(spellings.map(foldText))], ['informática', 'computer science']);
  });

  it('ignores full-width forms, ligatures, the sharp s and the two sigmas', () => {
    assert.equal(foldText('ＬＡＷ'), foldText('Law'));
    assert.equal(foldText('ﬁnance'), foldText('FINANCE'));
    assert.equal(foldText('Straßenbau'), foldText('STRASSENBAU'));
    assert.equal(foldText('ΦΥΣΙΚΌΣ'), foldText('φυσικός'));
    assert.equal(foldText('ΤΙΜΑ͂ΙΣ'), foldText('τιμᾷς'));
  });

  it('ignores which hyphen, apostrophe or quote was typed, and the dot of a capital İ', () => {
    const alike = [
      ['Women’s Studies', "Women's Studies", 'Womenʼs Studies', 'Women´s Studies', 'Women`s Studies'],
      [
        'Bio-Physics',
        'Bio\u2010Physics',
        'Bio\u2011Physics',
        'Bio\u2013Physics',
        'Bio\u2212Physics',
        'Bio\u00ad-Physics',
      ],
      ['“New” Media', '"New" Media', '„New“ Media', '«New» Media'],
      ['5″', '5"', '5′′'],
      ['İNŞAAT', 'inşaat', 'İnşaat'],
      ['IŞIK', 'ışık'],
      ['ﷺ', '\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064a\u0647 \u0648\u0633\u0644\u0645'],
      ['Società', 'Societa\u0300', 'SOCIETÀ', ' società '],
      ['ﾄｳｷｮｳ', 'トウキョウ'],
    ];
    for (const spellings of alike) assert.equal(new Set(spellings.map(foldText)).size, 1, spellings[0]);
  });

  it('keeps accents, punctuation and word boundaries apart', () => {
    const different = [
      'R&D',
      'R and D',
      'RD',
      'R/D',
      'Informatica',
      'Informática',
      'C',
      'C#',
      'Bio Physics',
      'Biophysics',
      'Bio-Physics',
    ];
    assert.equal(new Set(different.map(foldText)).size, different.length);
  });

  it('is idempotent, and the same in any case and composition', () => {
    property((text) => {
      for (const form of formsOf(text)) assert.equal(foldText(form), foldText(text));
    });
  });

  it('is so for every character that folding changes, and every mark', () => {
    for (let code = 0; code <= 0x10_ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (!/[\p{Changes_When_NFKC_Casefolded}\p{M}]/u.test(character)) continue;
      const text = `α${character}\u0301`;
      for (const form of formsOf(text)) assert.equal(foldText(form), foldText(text), code.toString(16));
    }
  });
});

describe('sensibleCapitals', () => {
  it('gives careless titles capitals and keeps deliberate ones', () => {
    const titles: [string, string][] = [
      ['sound design', 'Sound Design'],
      ['INTERVIEWING', 'Interviewing'],
      ['SCHOOL OF LAW', 'School of Law'],
      ['Computer science', 'Computer Science'],
      ['history of art and ideas', 'History of Art and Ideas'],
      ['of mice and men', 'Of Mice and Men'],
      ['ingeniería de sistemas', 'Ingeniería de Sistemas'],
      ['informática', 'Informática'],
      ['INFORMÁTICA', 'Informática'],
      ["women's studies", "Women's Studies"],
      ['problem-solving', 'Problem-Solving'],
      ['node.js', 'Node.js'],
      ...['SQL', 'AWS', 'iOS', 'LaTeX', 'iOS Development', '3D Printing', 'R', 'C++', 'PostgreSQL'].map(
        (kept): [string, string] => [kept, kept],
      ),
      ['use AWS lambda', 'Use AWS Lambda'],
      ['計算機科学', '計算機科学'],
      ['علوم', 'علوم'],
    ];
    for (const [text, expected] of titles) assert.equal(sensibleCapitals(text), expected);
  });

  it('is idempotent', () => {
    property((text) => {
      assert.equal(sensibleCapitals(sensibleCapitals(text)), sensibleCapitals(text));
    });
  });
});

describe('commonSpelling', () => {
  const name = (people: Record<string, number>): string | null =>
    commonSpelling(Object.entries(people).map(([spelling, count]) => ({ spelling, people: count })));

  it('takes the letters that most people write', () => {
    assert.equal(name({ 'sound design': 10, 'Sound-Design': 3 }), 'Sound Design');
    assert.equal(name({ Cafe: 2, Café: 3 }), 'Café');
  });

  it('takes the capitals of those who wrote any on purpose', () => {
    assert.equal(name({ latex: 10, Latex: 1, LaTeX: 2 }), 'LaTeX');
    assert.equal(name({ gis: 10, GIS: 2 }), 'GIS');
    assert.equal(name({ INTERVIEWING: 9, interviewing: 5 }), 'Interviewing');
    assert.equal(name({ LAW: 1, Law: 2, law: 1 }), 'Law');
  });

  it('is null without spellings', () => {
    assert.equal(name({}), null);
  });

  it('does not depend on the order of the spellings', () => {
    const spelling = fc.record({
      spelling: fc.constantFrom('gis', 'GIS', 'Gis', 'gi-s', 'G I S', 'sound design', 'SOUND DESIGN'),
      people: fc.integer({ min: 1, max: 3 }),
    });
    const orders = fc
      .array(spelling)
      .chain((spellings) =>
        fc.tuple(
          fc.constant(spellings),
          fc.shuffledSubarray(spellings, { minLength: spellings.length }) as fc.Arbitrary<Spelling[]>,
        ),
      );
    fc.assert(
      fc.property(orders, ([spellings, shuffled]) => {
        assert.equal(commonSpelling(shuffled), commonSpelling(spellings));
      }),
      { seed: seed() },
    );
  });
});
