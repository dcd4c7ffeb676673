/**
 * What clients may write: for each collection a valid document with the fields that are accepted besides, and those that
 * are refused, in a new document and as an update of an old one alike.
 */
import { deleteField, Timestamp, type DocumentData } from 'firebase/firestore';
import { alice, bob, merge, referredBy, set, testRules, update } from './support.ts';

/** Why somebody would write a field, and what they write. */
type Attempts = Record<string, unknown[]>;

interface Shape {
  document: DocumentData;
  accepted: Attempts;
  refused: Attempts;
}

const long = (length: number): string => 'x'.repeat(length);
const many = (length: number): number[] => Array.from({ length }, (_, index) => index);
const longList = (length: number): string[] => many(length).map(String);

const LINE = {
  accepted: ['', 'Ünïcode 🦊', long(255), 4711, null],
  refused: [long(256), true, ['x'], { x: 1 }],
};
const TEXT = { accepted: ['', long(20_000), 7, null], refused: [long(20_001), false, ['x'], { x: 1 }] };
const TIME = {
  accepted: [new Date(), '2026-05-01', '2026-05-01T10:00:00+02:00', 1_767_225_600, null],
  refused: [long(41), true, ['2026'], { seconds: 1 }],
};
/** Without a title, a document is refused by the writer. */
const TITLE = {
  accepted: ['A', long(255)],
  refused: ['', '  ', '\u200b\u00a0', long(256), null, 42, ['x'], { x: 1 }, deleteField()],
};
const SKILLS = {
  accepted: [[], ['Go', { name: 'SQL', level: 4 }], longList(200), null],
  refused: [longList(201), 'Go', { 0: 'Go' }, 1],
};
const MEDIA = { accepted: [[], longList(100), null], refused: [longList(101), 'one', { 0: 'one' }] };

const SHAPES: Record<string, Shape> = {
  'users/alice': fields(
    { name: 'Alice' },
    {
      name: TITLE,
      ...{
        email: LINE,
        department: LINE,
        studentId: LINE,
        headline: LINE,
        bio: TEXT,
        skills: SKILLS,
        mediaIds: MEDIA,
      },
      photo: { accepted: ['https://campus.example/a.jpg', null], refused: [long(2001), { url: 'x' }] },
      visibility: {
        accepted: [
          {},
          { search: false },
          { search: true, matching: false, forecast: true, attendance: false },
          null,
        ],
        refused: [
          true,
          [],
          'none',
          { search: 'yes' },
          { search: null },
          { everything: true },
          { search: { x: true } },
        ],
      },
      role: { refused: ['admin', 'faculty', 'alumni', 'Student', '', null, 1, ['student'], { is: 'admin' }] },
      departments: { refused: [['Physics'], [], null] },
      verifiedSkills: { refused: [['Go'], [], null] },
    },
  ),
  'users/alice/positions/first': fields(
    { title: 'Engineer' },
    {
      title: TITLE,
      organisation: LINE,
      industry: LINE,
      startDate: TIME,
      endDate: TIME,
      role: { accepted: ['Lead'] },
    },
  ),
  'events/hackathon': fields(
    { title: 'Hackathon', createdBy: alice },
    {
      ...{
        title: TITLE,
        description: TEXT,
        category: LINE,
        department: LINE,
        skills: SKILLS,
        mediaIds: MEDIA,
      },
      ...{ startDate: TIME, endDate: TIME },
      createdBy: { refused: [bob, '', null, 1, [alice], { uid: alice }, deleteField()] },
    },
  ),
  'events/hackathon/attendees/alice': fields(
    {},
    {
      uid: { accepted: [alice, null], refused: [bob, '', [alice], 1] },
      status: {
        accepted: ['going', 'cancelled'],
        refused: ['attended', 'GOING', 'yes', 'present', '', 1, ['going'], true, null],
      },
      // A rating of what somebody was at is in attendees.emulator.test.ts.
      rating: { accepted: [null], refused: [1, 5, 0, 6, -1, 4.5, NaN, '5', [5], true] },
      attendedAt: { refused: [...TIME.accepted, ...TIME.refused] },
    },
  ),
  'showcase_posts/robot': fields(
    { userId: alice },
    {
      ...{ content: TEXT, category: LINE, skills: SKILLS, mediaIds: MEDIA },
      userId: { refused: [bob, '', null, 1, [alice], { uid: alice }, deleteField()] },
    },
  ),
};

/** What only the server writes, in every collection, and what nobody writes. */
const RESERVED: Attempts = {
  imported: [true, false, null],
  verified: [true, false],
  checkedInBy: [alice, bob],
  checkedInAt: [new Date()],
  createdAt: [new Date(), Timestamp.fromMillis(0), '2020-01-01', 0, null],
};

const UNKNOWN: Attempts = {
  lastSeen: [new Date(), 'today', null],
  links: [['x'], { web: 'https://x.example' }],
};

describe('firestore.rules: hostile writes', () => {
  const { given, allows, denies } = testRules('demo-rules-hostile');

  for (const [path, { document, accepted, refused }] of Object.entries(SHAPES)) {
    describe(path, () => {
      describe('a new document', () => {
        given(referredBy(path));
        for (const [field, value, title] of attempts({ ...accepted, ...UNKNOWN }))
          allows(title, alice, merge(path, { ...document, [field]: value }));
        for (const [field, value, title] of attempts({ ...refused, ...RESERVED }))
          denies(title, alice, merge(path, { ...document, [field]: value }));
        allows(
          '60 fields',
          alice,
          set(path, { ...unknownFields(60 - Object.keys(document).length), ...document }),
        );
        denies('61 fields', alice, set(path, { ...unknownFields(61), ...document }));
        denies(
          'names of fields of more than 2,000 characters',
          alice,
          set(path, { ...document, ...longNames() }),
        );
        const id = path.slice(path.lastIndexOf('/') + 1);
        if (id !== alice) denies('a long id', alice, set(path.replace(/[^/]+$/, long(301)), document));
      });

      describe('an old document', () => {
        given({ [path]: document });
        for (const [field, value, title] of attempts({ ...accepted, ...UNKNOWN }))
          allows(title, alice, update(path, { [field]: value }));
        for (const [field, value, title] of attempts({ ...refused, ...RESERVED }))
          denies(title, alice, update(path, { [field]: value }));
        denies('fields up to 61', alice, update(path, unknownFields(61)));
      });

      describe('a document from before these rules, in which everything is wrong', () => {
        const wrong = Object.entries(refused).map(([field, values]) => [field, wrongValue(values)]);
        given({
          [path]: { ...Object.fromEntries(wrong), ...reserved(), ...unknownFields(100), ...owner(document) },
        });
        allows('changing something else', alice, update(path, { other1: 2, other2: 'changed' }));
        allows('removing fields', alice, update(path, { other1: deleteField(), other2: deleteField() }));
        denies('adding fields', alice, update(path, { another: 1 }));
        for (const field of Object.keys(reserved()))
          denies(`removing ${field}`, alice, update(path, { [field]: deleteField() }));
      });
    });
  }
});

function fields(
  document: DocumentData,
  kinds: Record<string, { accepted?: unknown[]; refused?: unknown[] }>,
): Shape {
  const of = (verdict: 'accepted' | 'refused'): Attempts =>
    Object.fromEntries(Object.entries(kinds).map(([field, kind]) => [field, kind[verdict] ?? []]));
  return { document, accepted: of('accepted'), refused: of('refused') };
}

function attempts(table: Attempts): [string, unknown, string][] {
  return Object.entries(table).flatMap(([field, values]) =>
    values.map((value): [string, unknown, string] => [field, value, describeAttempt(field, value)]),
  );
}

function describeAttempt(field: string, value: unknown): string {
  const text = JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 30)}… of ${String(text.length)} characters` : text;
  return `${field.slice(0, 30)}: ${short}`;
}

function unknownFields(count: number): DocumentData {
  return Object.fromEntries(many(count).map((index) => [`other${String(index)}`, 1]));
}

function longNames(): DocumentData {
  return Object.fromEntries(many(20).map((index) => [`${long(100)}${String(index)}`, 1]));
}

function reserved(): DocumentData {
  return { imported: false, verified: true, checkedInBy: bob, createdAt: 'long ago' };
}

/** A wrong value that can be stored, which neither the removal of a field nor a list in a list can. */
function wrongValue(values: unknown[]): unknown {
  return values.find((value) => typeof value !== 'object') ?? null;
}

/** The fields that say whose document it is, without which nobody may edit it. */
function owner({ createdBy, userId }: DocumentData): DocumentData {
  return { ...(createdBy && { createdBy }), ...(userId && { userId }) } as DocumentData;
}
