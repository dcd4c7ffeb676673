import assert from 'node:assert/strict';
import { Needles } from './needles.ts';

const ID = 'kX3vAq8Yb2NnTzR0wLmE7cUfJd51';
const EMAIL = 'zoe.lovelace@campus.example';
const needles = new Needles([
  {
    ...{ id: ID, emails: [EMAIL], names: ['Zoë "Ada" Lovelace'], nameWords: ['Lovelace', 'lovelace'] },
    texts: ['a sentence that nobody else has written'],
  },
]);

describe('needles', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  for (const [what, text, kinds] of [
    ['the id inside another text', `users/${ID}/positions/p1`, ['id']],
    ['the id in hexadecimal', `\\x00${Buffer.from(ID).toString('hex')}ff`, ['id']],
    ['the id in base64', base64(ID), ['id']],
    ['the id in base64, one byte later', base64(`x${ID}y`), ['id']],
    ['the id in base64, two bytes later', base64(`xy${ID}`), ['id']],
    ['the id in base64 for URLs', Buffer.from(`xyz${ID}?`).toString('base64url'), ['id']],
    ['an address in another case', 'Write to Zoe.Lovelace@CAMPUS.example!', ['address']],
    ['an address in a URL', 'to=zoe.lovelace%40campus.example', ['address']],
    ['a name in JSON', JSON.stringify({ name: 'Zoë "Ada" Lovelace' }), ['name']],
    ['a folded name', 'zoe\u0308 "ada" lovelace', ['name']],
    ['a word of the name that is the whole value', 'lovelace', ['word of a name']],
    ['a word of the name in an array of Postgres', '{ada,Lovelace,"x y"}', ['word of a name']],
    ['a text', 'I say: A SENTENCE that nobody else has written.', ['text']],
  ] as const) {
    it(`find ${what}`, () => {
      assert.deepEqual(needles.kindsIn(text), kinds);
    });
  }

  it('do not find words of a name among other words, nor what is not there', () => {
    for (const text of ['The Lovelace lectures', 'zoe.lovelace@elsewhere.example', '', 'kX3vAq8Yb2NnTzR0'])
      assert.deepEqual(needles.kindsIn(text), []);
  });

  it('find a short id as a whole word only', () => {
    const short = new Needles([{ id: 'u1', emails: [], names: [], nameWords: [], texts: [] }]);
    for (const text of ['u1', 'users/u1', 'calls:x:u1', '"u1"'])
      assert.deepEqual(short.kindsIn(text), ['id']);
    for (const text of ['u10', 'menu1', 'U12']) assert.deepEqual(short.kindsIn(text), []);
  });

  it('are masked in reports', () => {
    assert.equal(needles.mask(`users/${ID}/x/${ID}`), 'users/…/x/…');
  });
});
