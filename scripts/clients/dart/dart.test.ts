import assert from 'node:assert/strict';
import { dartSources } from './dartSources.ts';
import { formatDart } from './format.ts';
import { undeclaredTypes } from './undeclared.ts';

describe('the Dart package', () => {
  it('is formatted as Dart’s own formatter would leave it', async () => {
    const sources = await dartSources();
    assert.ok(Object.keys(sources).length > 10);
    const others = Object.entries(sources).filter(([path, text]) => formatDart(text, path) !== text);
    assert.deepEqual(
      others.map(([path]) => path),
      [],
    );
  });

  it('refuses what is no Dart', () => {
    assert.throws(() => formatDart('class A { int x = ; }', 'a.dart'), /Expected an identifier/);
  });

  it('uses only types that are declared where it imports them from', async () => {
    const sources = Object.entries(await dartSources()).filter(
      ([path]) => path.startsWith('lib/') && !path.startsWith('lib/src/firebase/'),
    );
    assert.deepEqual(undeclaredTypes(Object.fromEntries(sources)), []);
  });

  it('would show a type that nothing declares, and one that is not imported', () => {
    const sources = {
      'lib/a.dart': "import 'b.dart';\nfinal class A { final B b; final C? c; }",
      'lib/b.dart': 'final class B { final A a; final List<int> x; }',
    };
    assert.deepEqual(undeclaredTypes(sources), ['lib/a.dart: C', 'lib/b.dart: A']);
  });
});
