/**
 * Who may do what: the table of the security rules. People that a row does not name are refused; every person of
 * people.ts tries every row.
 */
import assert from 'node:assert/strict';
import type { DocumentData } from 'firebase/firestore';
import { allCollections } from '../../src/sync/collections/index.ts';
import { MEMBERS, PEOPLE, WORLD, type Member } from './people.ts';
import { get, list, listGroup, remove, set, testRules, update, type Operation } from './support.ts';

const EVERY_MEMBER = Object.keys(MEMBERS) as Member[];
const STAFF: Member[] = ['faculty', 'admin'];

interface Circumstances {
  own?: string;
  owners?: string;
  without?: string;
}

type Verb = 'get' | 'list' | 'list all' | 'create' | 'update' | 'delete';

/**
 * What is tried, on what, and who may. `own` and `owners` name a field by which a query asks for the documents of the
 * person or of the owner; `without` names a document that is missing meanwhile.
 */
const TABLE: [Verb, string, Member[], Circumstances?][] = [
  ['get', 'users/owner', ['owner', ...STAFF]],
  ['list', 'users', STAFF],
  ['create', 'users/owner', ['owner']],
  ['update', 'users/owner', ['owner']],
  ['delete', 'users/owner', []],

  ['get', 'cards/owner', EVERY_MEMBER],
  ['list', 'cards', EVERY_MEMBER],
  ['create', 'cards/owner', []],
  ['update', 'cards/owner', []],
  ['delete', 'cards/owner', []],

  ['get', 'users/owner/positions/first', EVERY_MEMBER],
  ['list', 'users/owner/positions', EVERY_MEMBER],
  ['get', 'users/owner/positions/first', ['owner', ...STAFF], { without: 'cards/owner' }],
  ['list', 'users/owner/positions', ['owner', ...STAFF], { without: 'cards/owner' }],
  ['list all', 'positions', []],
  ['create', 'users/owner/positions/first', ['owner']],
  ['update', 'users/owner/positions/first', ['owner']],
  ['delete', 'users/owner/positions/first', ['owner']],

  ['get', 'users/owner/signals/answers', ['owner']],
  ['list', 'users/owner/signals', []],
  ['create', 'users/owner/signals/answers', []],
  ['update', 'users/owner/signals/answers', []],
  ['delete', 'users/owner/signals/answers', []],

  ['get', 'events/hackathon', EVERY_MEMBER],
  ['list', 'events', EVERY_MEMBER],
  ['create', 'events/hackathon', ['organiser']],
  ['update', 'events/hackathon', ['organiser']],
  ['delete', 'events/hackathon', ['organiser']],

  ['get', 'events/hackathon/attendees/owner', ['owner', 'organiser', ...STAFF]],
  ['get', 'events/hackathon/attendees/owner', ['owner', ...STAFF], { without: 'events/hackathon' }],
  ['list', 'events/hackathon/attendees', ['organiser', ...STAFF]],
  ['list', 'events/hackathon/attendees', STAFF, { without: 'events/hackathon' }],
  ['list all', 'attendees', []],
  ['list all', 'attendees', EVERY_MEMBER, { own: 'uid' }],
  ['list all', 'attendees', ['owner'], { owners: 'uid' }],
  ['list', 'events/hackathon/attendees', ['owner', 'organiser', ...STAFF], { owners: 'uid' }],
  ['create', 'events/hackathon/attendees/owner', ['owner']],
  ['update', 'events/hackathon/attendees/owner', ['owner']],
  ['delete', 'events/hackathon/attendees/owner', ['owner']],
  // Somebody who has been checked in.
  ['update', 'events/hackathon/attendees/stranger', ['stranger']],
  ['create', 'events/hackathon/attendees/stranger', []],
  ['delete', 'events/hackathon/attendees/stranger', []],

  ['get', 'showcase_posts/robot', EVERY_MEMBER],
  ['list', 'showcase_posts', EVERY_MEMBER],
  ['create', 'showcase_posts/robot', ['owner']],
  ['update', 'showcase_posts/robot', ['owner']],
  ['delete', 'showcase_posts/robot', ['owner']],

  ['get', 'connections/one', ['owner', 'connected']],
  ['list', 'connections', []],
  ['list', 'connections', EVERY_MEMBER, { own: 'fromUid' }],
  ['list', 'connections', ['owner'], { owners: 'fromUid' }],
  ['list', 'connections', EVERY_MEMBER, { own: 'toUid' }],
  ['list', 'connections', ['owner'], { owners: 'toUid' }],
  ['list all', 'connections', []],
  ['create', 'connections/one', ['owner']],
  ['update', 'connections/one', ['connected']],
  ['delete', 'connections/one', ['owner', 'connected']],

  ...(['get', 'list', 'create', 'update', 'delete'] as const).flatMap((verb): typeof TABLE =>
    ['system/heartbeat', 'elsewhere/one', 'cards/owner/below/one'].map((path) => [
      verb,
      verb === 'list' ? path.slice(0, path.lastIndexOf('/')) : path,
      [],
    ]),
  ),
];

/** What an update changes. */
const CHANGES: Record<string, DocumentData> = {
  'users/owner': { bio: 'Robots.' },
  'users/owner/positions/first': { title: 'Lead' },
  'events/hackathon': { title: 'Hack night' },
  'events/hackathon/attendees/owner': { status: 'cancelled' },
  'events/hackathon/attendees/stranger': { rating: 5 },
  'showcase_posts/robot': { content: 'Our robot' },
  'connections/one': { status: 'accepted' },
};

describe('firestore.rules: who may do what', () => {
  const { write, remove: withdraw, isAllowed } = testRules('demo-rules-access', ['campus.example']);

  for (const [verb, path, allowed, circumstances = {}] of TABLE) {
    it(`${verb} ${path}${describeCircumstances(circumstances)}: ${describePeople(allowed)}`, async function () {
      this.timeout(60_000);
      const { own, owners, without } = circumstances;
      const missing = verb === 'create' ? path : without;
      const restore = async (): Promise<void> => {
        await write(WORLD);
        if (missing !== undefined) await withdraw(missing);
      };
      await restore();
      const successful: string[] = [];
      for (const [name, actor] of Object.entries(PEOPLE)) {
        const filter = { ...(own && { [own]: actor?.uid ?? '' }), ...(owners && { [owners]: 'owner' }) };
        if (!(await isAllowed(actor, operation(verb, path, filter)))) continue;
        successful.push(name);
        if (!/get|list/.test(verb)) await restore();
      }
      assert.deepEqual(successful.sort(), [...allowed].sort());
    });
  }

  it('has a row for every operation on every synchronised collection', () => {
    for (const { path: pattern, match } of allCollections) {
      const verbs = TABLE.filter(([verb, path]) => match(verb === 'list' ? `${path}/any` : path)).map(
        ([verb]) => verb,
      );
      assert.deepEqual(
        [...new Set(verbs)].sort(),
        ['create', 'delete', 'get', 'list', 'update'],
        `firestore.rules and this table have to say who may do what with ${pattern}`,
      );
    }
  });
});

function describeCircumstances({ own, owners, without }: Circumstances): string {
  return [
    own && ` where ${own} is the person`,
    owners && ` where ${owners} is the owner`,
    without && ` without ${without}`,
  ]
    .filter(Boolean)
    .join('');
}

function describePeople(allowed: Member[]): string {
  return allowed === EVERY_MEMBER ? 'every member' : allowed.join(', ') || 'nobody';
}

function operation(verb: Verb, path: string, filter: Record<string, string> = {}): Operation {
  switch (verb) {
    case 'get':
      return get(path);
    case 'list':
      return list(path, filter);
    case 'list all':
      return listGroup(path, filter);
    case 'create':
      return set(path, (WORLD as Record<string, DocumentData>)[path] ?? { value: 1, userId: 'owner' });
    case 'update':
      return update(path, CHANGES[path] ?? { value: 2 });
    case 'delete':
      return remove(path);
  }
}
