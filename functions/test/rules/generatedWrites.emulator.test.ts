/** Hostile documents made by chance: whatever the rules let a client write, the writer takes, and nobody else's. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Timestamp, type DocumentData } from 'firebase/firestore';
import { allCollections } from '../../src/sync/collections/index.ts';
import { prepareChange, toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { ATTACKS } from '../hostile/knownAttacks.ts';
import { seed } from '../support/history.ts';
import { Firestore } from 'firebase-admin/firestore';
import { alice, bob, referredBy, set, testRules } from './support.ts';

const PROJECT = 'demo-rules-generated';

/** Documents of each collection that are tried: the emulator takes about 10 ms for each. */
const WRITES_EACH = 25;

const DOCUMENTS: Record<string, DocumentData> = {
  'users/alice': { name: 'Alice', bio: 'x', skills: ['Go'], visibility: { search: true }, role: 'student' },
  'users/alice/positions/first': { title: 'Engineer', startDate: '2026-01-01', endDate: null },
  'events/hackathon': { title: 'Hackathon', createdBy: alice, skills: [], startDate: '2026-01-01' },
  'events/hackathon/attendees/alice': { status: 'going', uid: alice, rating: 5 },
  'showcase_posts/robot': { userId: alice, content: 'x', skills: [], mediaIds: [] },
};

/** Reserved names, and those that programs trip over. */
const OTHER_FIELDS = [
  'imported',
  'verified',
  'checkedInBy',
  'createdAt',
  'role',
  'constructor',
  'a.b',
  '$where',
  '',
];

const text = fc.constantFrom(...ATTACKS.filter((attack) => attack.isWellFormed()));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.constantFrom<unknown>(
    null,
    true,
    NaN,
    -0,
    1e308,
    2 ** 53,
    -Infinity,
    bob,
    Timestamp.fromMillis(0),
    {},
    [],
  ),
  fc.array(fc.oneof(text, fc.constant({ name: 'Go', level: 99 })), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('x', 'search', 'name', 'seconds'), text, { maxKeys: 3 }),
);

describe('firestore.rules: documents made by chance', () => {
  const { given, isAllowed } = testRules(PROJECT);

  for (const [path, document] of Object.entries(DOCUMENTS)) {
    describe(path, () => {
      given(referredBy(path));

      it('are refused, or what the writer takes', async function () {
        this.timeout(60_000);
        const field = fc.constantFrom(...Object.keys(document), ...OTHER_FIELDS.filter(Boolean));
        const changes = fc.sample(fc.dictionary(field, value, { minKeys: 1, maxKeys: 3 }), {
          numRuns: WRITES_EACH,
          seed: seed(),
        });
        const firestore = new Firestore({ projectId: PROJECT });
        let allowed = 0;
        for (const change of changes) {
          const written = { ...document, ...change };
          if (!(await isAllowed(alice, set(path, written)))) continue;
          allowed += 1;
          const prepared = prepareChange(
            allCollections,
            toIncomingChange(toUpsert(await firestore.doc(path).get())),
          );
          assert.equal(prepared.kind, 'row', JSON.stringify(written));
          for (const reserved of ['imported', 'verified', 'checkedInBy'])
            assert.ok(!(reserved in change), `${reserved} was written`);
        }
        await firestore.terminate();
        assert.ok(allowed < WRITES_EACH, 'none is refused');
      });
    });
  }
});
