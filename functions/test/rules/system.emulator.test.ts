import { alice, get, list, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: system and unlisted collections', () => {
  const { given, denies } = testRules('demo-rules-system');
  const document = { value: 1, userId: alice, createdBy: alice };

  for (const collection of ['system', 'system/deep/below', 'anything', 'media_files', 'roles']) {
    describe(collection, () => {
      const path = `${collection}/one`;
      given({ [path]: document });

      for (const [name, actor] of [
        ['a signed-in user', alice],
        ['a signed-out client', signedOut],
      ] as const) {
        denies(`${name} to get`, actor, get(path));
        denies(`${name} to list`, actor, list(collection));
        denies(`${name} to create`, actor, set(`${collection}/two`, document));
        denies(`${name} to update`, actor, update(path, { value: 2 }));
        denies(`${name} to delete`, actor, remove(path));
      }
    });
  }
});
