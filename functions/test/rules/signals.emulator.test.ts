import { alice, bob, get, remove, set, signedOut, testRules } from './support.ts';

describe('firestore.rules: signals', () => {
  const { given, allows, denies } = testRules('demo-rules-signals');
  const path = 'users/alice/signals/answers';

  given({ [path]: { recommendations: {} }, 'users/alice': { name: 'Alice' } });

  allows('the owner to read when their answers changed', alice, get(path));
  denies('another user to read it', bob, get(path));
  denies('a signed-out client to read it', signedOut, get(path));
  denies('the owner to write it', alice, set(path, { recommendations: {} }));
  denies('the owner to delete it', alice, remove(path));
  denies('the owner to write another one', alice, set('users/alice/signals/other', {}));
});
