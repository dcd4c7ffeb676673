import { alice, bob, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: positions', () => {
  const { given, allows, denies } = testRules('demo-rules-positions');
  const path = 'users/alice/positions/first';
  const position = { title: 'Engineer', organisation: 'Acme' };

  given({ [path]: position, 'users/alice': { name: 'Alice' } });

  allows('the owner to create one', alice, set('users/alice/positions/second', position));
  denies('another user to create one', bob, set('users/alice/positions/second', position));
  denies(
    'another user to create one with their own userId',
    bob,
    set('users/alice/positions/second', { ...position, userId: bob }),
  );
  denies('a signed-out client to create one', signedOut, set('users/alice/positions/second', position));

  allows('the owner to update it', alice, update(path, { title: 'Lead' }));
  denies('another user to update it', bob, update(path, { title: 'Lead' }));
  denies('a signed-out client to update it', signedOut, update(path, { title: 'Lead' }));

  allows('the owner to delete it', alice, remove(path));
  denies('another user to delete it', bob, remove(path));
  denies('a signed-out client to delete it', signedOut, remove(path));

  denies('the owner to write a subcollection', alice, set(`${path}/notes/one`, { text: 'x' }));
});
