/**
 * Firestore refuses a request for which the rules evaluate more than 1,000 expressions, and so does the emulator: the
 * fullest writes have to pass.
 */
import { arrayRemove, arrayUnion, serverTimestamp, type DocumentData } from 'firebase/firestore';
import {
  alice,
  bob,
  referredBy,
  remove,
  set,
  testRules,
  update,
  type Operation,
  type Person,
} from './support.ts';

const line = 'x'.repeat(255);
const text = 'x'.repeat(20_000);
const list = <Element>(length: number, toElement: (index: number) => Element): Element[] =>
  Array.from({ length }, (_, index) => toElement(index));

const skills = list(200, (index) => ({ name: `Skill ${String(index)}`, level: 5 }));
const mediaIds = list(100, () => crypto.randomUUID());
const uids = list(1000, (index) => `user-${String(index).padStart(23, '0')}`);
const others = Object.fromEntries(list(40, (index) => [`other${String(index)}`, line]));
const visibility = { search: true, matching: true, forecast: false, attendance: false };
const labels = { category: line, department: line };
const lists = { skills, mediaIds };
const times = { startDate: new Date(), endDate: new Date() };
const createdAt = serverTimestamp();

const PROFILE = {
  ...{ name: line, email: line, department: line, studentId: line, headline: line, photo: line, bio: text },
  ...{ visibility, ...lists, ...others },
};
const POST = { userId: alice, content: text, category: line, ...lists, ...others };
const REACTIONS = {
  likes: uids,
  shares: uids,
  comments: uids.slice(1).map((userId) => ({ userId, text: line })),
};

/** A document with every field that the rules check, at its largest, and who writes it. */
const WRITES: Record<string, [string, DocumentData]> = {
  'users/alice': [alice, PROFILE],
  'users/alice/positions/first': [
    alice,
    { title: line, organisation: line, industry: line, ...times, ...others },
  ],
  'events/hackathon': [
    alice,
    { title: line, description: text, createdBy: alice, ...labels, ...lists, ...times, ...others },
  ],
  'events/hackathon/attendees/alice': [alice, { uid: alice, status: 'going', rating: null, ...others }],
  'showcase_posts/robot': [alice, { ...POST, likes: [alice], shares: [alice], comments: [] }],
};

/** Through an identity provider, with another domain allowed for each of 20 faculties: the longest way through the gate. */
const throughProvider = (uid: string): Person => ({
  uid,
  token: { email_verified: false, firebase: { sign_in_provider: 'saml.campus' as 'custom', identities: {} } },
});

describe('firestore.rules: the fullest writes', () => {
  const domains = [...list(20, (index) => `faculty${String(index)}.example`), 'campus.example'];
  const { given, allows } = testRules('demo-rules-limits', domains);

  for (const [path, [uid, document]] of Object.entries(WRITES)) {
    describe(path, () => {
      given(referredBy(path));
      allows('creating it', throughProvider(uid), set(path, { ...document, createdAt }));
    });
    describe(`${path} as it was`, () => {
      const old = Object.fromEntries(Object.keys(document).map((field) => [field, null]));
      const { createdBy, userId } = document;
      given({
        [path]: {
          ...old,
          ...(createdBy && { createdBy }),
          ...(userId && { userId }),
          likes: [],
          shares: [],
          comments: [],
        },
      });
      allows('changing every field', throughProvider(uid), set(path, document));
    });
  }

  describe('a post with 1,000 likes, shares and comments', () => {
    const path = 'showcase_posts/robot';
    const react = (uid: string): Operation =>
      update(path, {
        likes: arrayUnion(uid),
        shares: arrayUnion(uid),
        comments: arrayUnion({ userId: uid, text: line }),
      });
    given({ [path]: { ...POST, ...REACTIONS } });

    allows('a reaction of each kind', throughProvider(bob), react(bob));
    allows('the author to edit while reacting', throughProvider(alice), react(alice));
    allows(
      'taking reactions back',
      throughProvider(uids[500]!),
      update(path, { likes: arrayRemove(uids[500]) }),
    );
    allows('the author to remove comments', throughProvider(alice), update(path, { comments: [] }));
    allows('the author to delete it', throughProvider(alice), remove(path));
  });
});
