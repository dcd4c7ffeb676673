import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Firestore, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { encodeMap } from '../../../src/platform/documents/encoding.ts';
import { redactDocument, redactionOf } from '../../../src/platform/documents/redactDocument.ts';

const ADA = { uid: 'ada', emails: ['Ada.L@campus.example'], names: ['Ada Lovelace', 'Ada'] };
const FIRESTORE = new Firestore({ projectId: 'demo-redaction' });
const AT = Timestamp.fromMillis(1_788_000_000_000);
const redaction = redactionOf([ADA], () => false);

/** Documents before and after, as the Admin SDK reads them. */
const DOCUMENTS: Record<string, [before: object, after: object]> = {
  'elements of lists, at any depth': [
    { likes: ['bob', 'ada', 'eve'], poll: { yes: ['ada'] } },
    { likes: ['bob', 'eve'], poll: { yes: [] } },
  ],
  'fields with exactly the id': [
    {
      createdBy: 'ada',
      title: 'Talk',
      verifiedSkills: [{ name: 'go', by: 'ada', at: AT }],
      checkedInBy: 'ada',
    },
    {
      title: 'Talk',
      verifiedSkills: [{ name: 'go', by: '[deleted]', at: AT }],
      checkedInBy: '[deleted]',
    },
  ],
  'keys of maps': [{ votes: { ada: 5, bob: 4 } }, { votes: { bob: 4 } }],
  'keys with an address': [{ votes: { 'ada.l@campus.example': 5, bob: 4 } }, { votes: { bob: 4 } }],
  'maps about the person': [
    { speaker: { uid: 'ada', name: 'A. L.' }, guests: [{ userId: 'ada' }, { userId: 'bob' }] },
    { guests: [{ userId: 'bob' }] },
  ],
  'comments, whose place and replies stay': [
    {
      comments: [
        {
          userId: 'ada',
          text: 'mine',
          createdAt: AT,
          replies: [{ userId: 'bob', text: 'yes, Ada Lovelace' }],
        },
        { userId: 'bob', text: 'hello @Ada', createdAt: AT, mentions: ['ada'] },
      ],
    },
    {
      comments: [
        { deleted: true, createdAt: AT, replies: [{ userId: 'bob', text: 'yes, [deleted]' }] },
        { userId: 'bob', text: 'hello [deleted]', createdAt: AT, mentions: [] },
      ],
    },
  ],
  'comments by a map, or a reference, of their author': [
    {
      comments: [
        { author: { id: 'ada', name: 'x' }, text: 'mine' },
        { user: FIRESTORE.doc('users/ada'), text: 'mine' },
      ],
    },
    { comments: [{ deleted: true }, { deleted: true }] },
  ],
  'comments in a map by their ids': [
    { comments: { c1: { userId: 'ada', text: 'mine', createdAt: AT }, c2: { userId: 'bob', text: 'his' } } },
    { comments: { c1: { deleted: true, createdAt: AT }, c2: { userId: 'bob', text: 'his' } } },
  ],
  'references to their documents': [
    {
      lead: FIRESTORE.doc('users/ada'),
      seats: [FIRESTORE.doc('events/e/attendees/ada'), FIRESTORE.doc('users/bob')],
    },
    { seats: [FIRESTORE.doc('users/bob')] },
  ],
  'paths of their documents': [
    { lead: 'users/ada', job: 'users/ada/positions/1', of: 'users/bob' },
    { of: 'users/bob' },
  ],
  'texts, with any case of addresses and names': [
    { content: 'ada (ADA.L@Campus.Example), ada  LOVELACE and @ada.lovelace met Ada.' },
    { content: '[deleted] ([deleted]), [deleted] and [deleted] met Ada.' },
  ],
  'texts that JSON cannot hold': [{ bio: 'ada\0' }, { bio: '[deleted]\0' }],
  'keys that start with $': [
    { prices: { $ada: 1, $by: 'ada', $x: 'by ada' } },
    { prices: { $x: 'by [deleted]' } },
  ],
};

/** Documents that name nobody who is erased. */
const UNTOUCHED: Record<string, object> = {
  'words and ids that contain the id': {
    content: 'an adamant nevada',
    likes: ['ada-2', 'adam', 'Ada'],
    'ada-2': 1,
  },
  "others' addresses and names": {
    content: 'bob.ada@campus.example, x-ada.l@campus.example, Ada Lovelace-King, McAda Lovelace',
  },
  'single names in running text': { content: 'Ada is a language' },
  'links with the id in the middle': { url: 'https://ada.example/x' },
  'values without text': {
    at: AT,
    place: new GeoPoint(1, 2),
    bytes: Buffer.from('ada'),
    nan: NaN,
    zero: -0,
    none: null,
  },
};

describe('the redaction of a document', () => {
  for (const [kind, [before, after]] of Object.entries(DOCUMENTS)) {
    it(`removes: ${kind}`, () => {
      assert.deepEqual(encode(redactDocument(before, redaction)), encode(after));
      assert.deepEqual(redactDocument(encode(before), redaction), encode(after));
    });
  }

  for (const [kind, document] of Object.entries(UNTOUCHED)) {
    it(`leaves, as the same object: ${kind}`, () => {
      assert.equal(redactDocument(document, redaction), document);
      const encoded = encode(document);
      assert.equal(redactDocument(encoded, redaction), encoded);
    });
  }

  it('leaves its argument as it is', () => {
    const document = { likes: ['ada'], comments: [{ userId: 'ada', text: 'mine' }] };
    const copy = structuredClone(document);
    redactDocument(document, redaction);
    assert.deepEqual(document, copy);
  });

  it('leaves names that somebody else has, too', () => {
    const shared = redactionOf(
      [{ ...ADA, names: ['Ada Lovelace', 'A. L. King'] }],
      (name) => name === 'Ada Lovelace',
    );
    const document = { content: 'Ada Lovelace, @Ada Lovelace' };
    assert.equal(redactDocument(document, shared), document);
  });

  it('takes names as they are, whatever they contain', () => {
    const names = ['Ján (Jr.) O"Neil+', 'José Díaz', '$& $1'];
    const odd = redactionOf([{ uid: 'x', emails: ['a+b@c.example'], names }], () => false);
    const texts = [
      'a Ján (Jr.) O"Neil+ b',
      'Jose\u0301 Di\u0301az',
      '$& $1',
      'a+b@c.example',
      'aab@c.example',
    ];
    assert.deepEqual(texts.map(odd.redactText), [
      'a [deleted] b',
      '[deleted]',
      '[deleted]',
      '[deleted]',
      'aab@c.example',
    ]);
  });

  it('finds any id, address and name between spaces', () => {
    const word = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((text) => /\S/.test(text.trim()) && text.isWellFormed());
    fc.assert(
      fc.property(word, word, word, (uid, email, name) => {
        const full = `${name.trim()} ${name.trim()}`;
        const { redactText } = redactionOf([{ uid, emails: [email], names: [full] }], () => false);
        for (const text of [uid, email.trim(), full])
          assert.ok(!redactText(`- ${text} -`).includes(` ${text} `), text);
      }),
      { numRuns: 40 },
    );
  });

  it('finds names and addresses in JSON texts and in links', () => {
    const josé = redactionOf([{ uid: 'x', emails: ['j@c.example'], names: ['José Díaz'] }], () => false);
    const json = String.raw`{"by":"Jos\u00e9 D\u00edaz"}`;
    assert.equal(josé.redactText(json), '{"by":"[deleted]"}');
    assert.equal(
      josé.redactText('https://c.example/?q=Jos%C3%A9%20D%C3%ADaz&to=j%40c.example'),
      'https://c.example/?q=[deleted]&to=[deleted]',
    );
  });

  it('finds generated ids next to anything but letters and digits', () => {
    const uid = 'mXQ2bVn4TqeZJ8sLw0aRkYcUdPf1';
    const generated = redactionOf([{ uid, emails: [], names: [] }], () => false);
    assert.equal(generated.redactText(`/o/${uid}-2.jpg and ${uid}x`), `/o/[deleted]-2.jpg and ${uid}x`);
  });
});

function encode(document: object): Record<string, unknown> {
  return encodeMap(document as Record<string, unknown>);
}
