import assert from 'node:assert/strict';
import { photoUrl } from '../../../src/cards/published/photoUrl.ts';
import { toCurrentPosition } from '../../../src/cards/published/position.ts';
import { toVisibleProfile } from '../../../src/cards/published/profile.ts';
import { toPublishedCard, type PublishedCard } from '../../../src/cards/published/publishedCard.ts';

const NOW = new Date('2026-11-30T12:00:00Z');

function card(
  user: Record<string, unknown>,
  positions: Record<string, unknown>[] = [],
  picture: string | null = null,
): PublishedCard {
  const profile = toVisibleProfile({ name: 'Ada', ...user });
  assert.ok(profile !== null);
  const current = positions.flatMap((one, index) => toCurrentPosition(String(index), one, NOW) ?? []);
  return toPublishedCard(profile, current, picture);
}

describe('the card of a person', () => {
  it('names no position of which nobody can tell whether it is current', () => {
    const headline = (fields: object): string | null =>
      card({ skills: ['Go'] }, [{ title: 'Clerk', startDate: '2020-01-01', ...fields }]).headline;
    for (const endDate of ['when it is done', true, '9999-12-31', '2019-01-01'])
      assert.equal(headline({ endDate }), 'Go', String(endDate));
    assert.equal(headline({ startDate: 'after graduation' }), 'Go');
    for (const open of [{}, { endDate: null }, { endDate: '' }, { endDate: 'Present' }])
      assert.equal(headline(open), 'Clerk');
  });

  it('holds their public fields, tidied as in the rows, and no others', () => {
    const user = {
      name: ' Ada\u200b  Lovelace ',
      email: 'ada@campus.example',
      studentId: 4711,
      role: 'Professor',
      department: 'computer science',
      bio: ' First\nsecond ',
      skills: [' Go', { name: 'SQL', level: 4 }, 7],
      secret: 'x',
    };
    assert.deepEqual(card(user), {
      name: 'Ada Lovelace',
      photo: null,
      role: 'faculty',
      department: 'Computer Science',
      bio: 'First\nsecond',
      skills: [
        { name: 'SQL', level: 4, verified: null },
        { name: 'Go', level: null, verified: null },
      ],
      headline: 'SQL, Go',
    });
  });

  it('is missing for people who hide, and where nobody knows what they chose', () => {
    for (const visibility of [{ search: false }, { search: 'true' }, 'all', null]) {
      assert.equal(toVisibleProfile({ name: 'Ada', visibility }), null);
    }
    assert.equal(toVisibleProfile(undefined), null);
    assert.notEqual(toVisibleProfile({ name: 'Ada', visibility: { search: true, matching: false } }), null);
  });

  it('names the position started last of those held now', () => {
    const positions = [
      { title: 'Former', startDate: '2026-11-01', endDate: '2026-11-15' },
      { title: 'Future', startDate: '2026-12-01' },
      { title: 'Undated' },
      { title: 'Engineer', organisation: 'Acme', startDate: '2026-03-01T10:00:00.5Z' },
      { title: 'Assistant', startDate: '2026-03-01T10:00:00Z', endDate: '2026-11-30' },
      { startDate: '2026-10-01' },
    ];
    assert.equal(card({}, positions).headline, 'Engineer at Acme');
    assert.equal(card({}, positions.slice(0, 3)).headline, 'Undated');
    assert.equal(card({}, [{ organisation: 'Acme' }]).headline, 'Acme');
    assert.equal(card({ skills: ['Go'] }, positions.slice(0, 2)).headline, 'Go');
    assert.equal(card({}).headline, null);
  });

  it('has an empty name for people whose profile names none', () => {
    for (const user of [{ name: null }, { name: '  ' }, { name: [] }]) assert.equal(card(user).name, '');
  });

  it('names the strongest skills by level, then verified ones, then in the order given', () => {
    const skills = ['Go', { name: 'Java', level: 3 }, { name: 'SQL', level: 3 }, { name: 'C', level: 5 }];
    assert.equal(
      card({ skills, verifiedSkills: [{ name: 'sql', level: 3, by: 'grace', at: '2026-01-02T00:00:00Z' }] })
        .headline,
      'C, SQL, Java',
    );
  });

  it('says of each skill who has verified it, when and at which level, beside the level that the person claims', () => {
    const skills = [{ name: 'SQL', level: 5 }, 'Go', 'C'];
    const at = '2026-01-02T00:00:00Z';
    const verifiedSkills = [
      { name: 'sql', level: 3, by: 'grace', at },
      { name: 'Rust', level: 5, by: 'grace', at },
      { name: 'golang', by: 'alan', at: '2025-01-01T00:00:00Z' },
      { name: 'Go', by: 'grace', at },
      // What does not say who and when verifies nothing.
      ...['C', { name: 'C', level: 5 }, { name: 'C', by: 'grace' }, { name: 'C', at }],
    ];
    assert.deepEqual(card({ skills, verifiedSkills }).skills, [
      { name: 'SQL', level: 5, verified: { level: 3, by: 'grace', at } },
      { name: 'Go', level: null, verified: { level: null, by: 'grace', at } },
      { name: 'C', level: null, verified: null },
    ]);
  });

  it('is small, whatever the document holds', () => {
    const skills = Array.from({ length: 300 }, (_, k) => `skill ${String(k)} ${'x'.repeat(80)}`);
    const large = card({ name: 'n'.repeat(5000), bio: '👩‍🔬 '.repeat(200_000), skills });
    assert.equal(large.skills.length, 50);
    assert.ok(Array.from(large.bio ?? '').length <= 1000);
    assert.ok((large.bio ?? '').isWellFormed());
    assert.ok(JSON.stringify(large).length < 12_000);
  });

  it('takes the picture of the media before the one that the document names', () => {
    const photo = 'https://lh3.googleusercontent.com/a/x=s96-c';
    assert.equal(card({ photo }).photo, photo);
    assert.equal(card({ photo }, [], 'https://media.example/t.jpg').photo, 'https://media.example/t.jpg');
  });
});

describe('an identifier on a card', () => {
  const IDENTIFIED = { email: 'Ada.Lovelace@campus.example', studentId: 'S-4711' };

  it('is in none of its texts', () => {
    const text = 'ask ADA.lovelace@campus.example, ada+x@mail.example or ＠ ada＠mail.example (s-4711)';
    const full = card(
      {
        ...IDENTIFIED,
        name: `Ada (${text})`,
        department: `Physics s-4711`,
        bio: `I write.\n${text}`,
        skills: ['Go', 'ada@mail.example', 'Java S-4711'],
        photo: 'https://res.cloudinary.com/x/ada@campus.example.jpg',
      },
      [{ title: text, organisation: text }],
    );
    assert.doesNotMatch(JSON.stringify(full), /\w@|\w＠|4711/i);
    assert.match(full.bio ?? '', /^I write\.\nask/);
    assert.deepEqual(
      full.skills.map(({ name }) => name),
      ['Go', 'Java'],
    );
  });

  it('leaves words to a name that is nothing else', () => {
    const name = (text: string): string => card({ name: text }).name;
    assert.equal(name('ada.lovelace99@campus.example'), 'Ada Lovelace');
    assert.equal(name('s1234567@campus.example'), '');
    assert.equal(name('Ada ada@campus.example'), 'Ada');
    assert.equal(name('@da'), '@da');
  });

  it('is no part of a longer word, nor a number of something', () => {
    assert.equal(card({ studentId: '4', bio: '4 years' }).bio, '4 years');
    assert.equal(card({ studentId: '2026', bio: 'since 20260 in 2026' }).bio, 'since 20260 in');
  });

  it('is found in linear time', () => {
    const started = performance.now();
    for (const part of ['a', 'a@', '@.', 'a.', 'a@a.'])
      card({ bio: part.repeat(200_000), studentId: 'aaaa' });
    assert.ok(performance.now() - started < 1000);
  });
});

describe('the URL of a photo', () => {
  it('is shown from hosts that do not report who looks at it', () => {
    const cases: [url: string | null, shown: boolean][] = [
      ['https://lh3.googleusercontent.com/a/b', true],
      ['https://firebasestorage.googleapis.com/v0/b/p/o/me.jpg?alt=media&token=t', true],
      ['https://res.cloudinary.com/demo/image/upload/me.jpg', true],
      ['http://res.cloudinary.com/demo/me.jpg', false],
      ['https://res.cloudinary.com.evil.example/me.jpg', false],
      ['https://1.2.3.4.bc.googleusercontent.com/me.jpg', false],
      ['https://user:pass@res.cloudinary.com/me.jpg', false],
      ['https://res.cloudinary.com:8443/me.jpg', false],
      ['https://res.cloudinary.com/ada%40campus.example.jpg', false],
      [`https://res.cloudinary.com/${'x'.repeat(3000)}`, false],
      ['javascript:alert(1)', false],
      ['data:image/png;base64,AA==', false],
      ['me.jpg', false],
      [null, false],
    ];
    for (const [url, shown] of cases)
      assert.equal(photoUrl(url) !== null, shown, url?.slice(0, 80) ?? 'null');
  });
});
