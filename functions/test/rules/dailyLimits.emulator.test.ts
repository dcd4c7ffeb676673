import { Timestamp } from 'firebase/firestore';
import { alice, bob, get, list, set, signedOut, testRules, update } from './support.ts';

const HOUR_MS = 3_600_000;

const until = (hours: number) => ({ until: Timestamp.fromMillis(Date.now() + hours * HOUR_MS) });

/** What the people of these tests create, by the collection that the server marks. */
const CREATED = {
  showcase_posts: {
    path: 'showcase_posts/one',
    data: { userId: alice, content: 'x' },
    change: { content: 'y' },
  },
  events: { path: 'events/one', data: { title: 'Fair', createdBy: alice }, change: { title: 'Show' } },
  positions: { path: `users/${alice}/positions/one`, data: { title: 'Engineer' }, change: { title: 'Lead' } },
  connections: {
    path: 'connections/one',
    data: { fromUid: alice, toUid: bob, status: 'pending' },
    change: null,
  },
};

describe('firestore.rules: who has reached a limit of a day', () => {
  const { given, allows, denies } = testRules('demo-rules-daily-limits');
  const people = { 'users/bob': { name: 'Bob' } };

  for (const [collection, { path, data, change }] of Object.entries(CREATED)) {
    const marker = `limits/${alice}/daily/${collection}`;

    describe(`of ${collection}`, () => {
      given({ ...people, [marker]: until(1) });
      denies('them to create one', alice, set(path, data));
      allows(
        'them to create another kind',
        alice,
        collection === 'events'
          ? set(CREATED.showcase_posts.path, CREATED.showcase_posts.data)
          : set(CREATED.events.path, CREATED.events.data),
      );
      allows('them to see until when', alice, get(marker));
      denies('others to see it', bob, get(marker));
      denies('them to list it', signedOut, list(`limits/${alice}/daily`));
      denies('them to move the end', alice, set(marker, until(-1)));
    });

    if (change !== null) {
      describe(`of ${collection}, with one that they created before`, () => {
        given({ ...people, [marker]: until(1), [path]: data });
        allows('them to change it', alice, update(path, change));
      });
    }

    describe(`of ${collection}, on the day before`, () => {
      given({ ...people, [marker]: until(-1) });
      allows('them to create one', alice, set(path, data));
    });
  }

  describe('of what does not exist', () => {
    given({ 'users/bob/positions/one': { title: 'Engineer' } });
    denies('an answer to an event', alice, set(`events/none/attendees/${alice}`, { status: 'going' }));
    denies('a connection to a person', alice, set('connections/one', CREATED.connections.data));
    denies(
      'a connection to somebody with a path for an id',
      alice,
      set('connections/one', { ...CREATED.connections.data, toUid: 'bob/positions/one' }),
    );
  });
});
