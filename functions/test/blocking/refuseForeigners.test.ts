import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AuthBlockingEvent } from 'firebase-functions/identity';
import { refuseForeignSignIn, refuseForeignSignUp } from '../../blocking/index.ts';

/** What firebase-functions keeps of a function for tests; its types leave it out. */
interface Handler {
  run: (event: AuthBlockingEvent) => unknown;
}

describe('the blocking functions', () => {
  afterEach(() => {
    delete process.env['ALLOWED_EMAIL_DOMAINS'];
  });

  /** Why somebody with this address may not sign up or in; null if they may. */
  async function answer(email: string | undefined, domains: string): Promise<string | null> {
    process.env['ALLOWED_EMAIL_DOMAINS'] = domains;
    const event = { data: { uid: 'ada', ...(email !== undefined && { email }), emailVerified: false } };
    const answers = await Promise.all(
      [refuseForeignSignUp, refuseForeignSignIn].map(async (asked) => {
        try {
          await (asked as unknown as Handler).run(event as AuthBlockingEvent);
          return null;
        } catch (error) {
          assert.equal((error as { code: string }).code, 'permission-denied');
          return (error as Error).message;
        }
      }),
    );
    assert.equal(answers[0], answers[1]);
    return answers[0] ?? null;
  }

  it('let an address of a member’s domain through, verified or not', async () => {
    const domains = 'campus.example, @Alumni.Example';
    for (const email of ['ada@campus.example', 'Ada@CAMPUS.example', 'ada@alumni.example'])
      assert.equal(await answer(email, domains), null, email);
  });

  it('refuse every other address, and an account without one, and say which would do', async () => {
    const domains = 'campus.example,alumni.example';
    for (const email of [
      'ada@elsewhere.example',
      'ada@sub.campus.example',
      'ada@campus.example.org',
      undefined,
    ])
      assert.match(
        (await answer(email, domains)) ?? '',
        /verified address at campus\.example or alumni\.example/,
        email,
      );
  });

  it('let everybody through where no domains are set', async () => {
    for (const email of ['ada@elsewhere.example', undefined]) assert.equal(await answer(email, ''), null);
  });

  it('are deployed on the versions that the other functions are deployed on', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        dependencies: Record<string, string>;
        engines: object;
      };
    const [own, shared] = [read('../../blocking/package.json'), read('../../package.json')];
    assert.deepEqual(own.engines, shared.engines);
    for (const [name, version] of Object.entries(own.dependencies))
      assert.equal(version, shared.dependencies[name], name);
  });
});
