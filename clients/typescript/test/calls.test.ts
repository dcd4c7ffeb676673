import assert from 'node:assert/strict';
import { CALLABLES } from '../src/generated.ts';
import { realClock } from '../src/retry.ts';
import { methods } from '../src/client.ts';
import { fakeClient, UNREACHABLE } from './fakeClient.ts';

describe('the TypeScript client', () => {
  it('has a method for every callable, and calls without input pass an empty one', async () => {
    for (const name of Object.keys(CALLABLES)) {
      const { talent, calls } = fakeClient({ answer: name });
      const method = talent[name as keyof typeof talent] as () => Promise<unknown>;
      assert.deepEqual(await method(), { answer: name });
      assert.deepEqual(calls, [{ name, input: {} }]);
    }
  });

  it('gives answers as they are, with fields and values that it does not know', async () => {
    const answer = { students: [{ score: 0.5, basis: 'new-basis', new: [1] }], new: { field: null } };
    const { talent } = fakeClient(answer);
    assert.equal(await talent.similarStudents(), answer);
  });

  it('tells variants apart that it knows from those that were added later', async () => {
    const { talent } = fakeClient({
      recommendations: [{ type: 'event', event: { title: 'Go' } }, { type: 'club' }],
    });
    const { recommendations } = await talent.recommendations({ type: 'event' });
    // Compiles only if `default` is reached by unknown variants alone, and needed.
    const titles = recommendations.map((one): string => {
      switch (one.type) {
        case 'event':
          return one.event.title;
        case 'user':
          return one.person.name;
        case 'skill':
          return one.skill.name;
        default:
          return `? ${one.type satisfies string}`;
      }
    });
    assert.deepEqual(titles, ['Go', '? club']);
  });

  it('goes through pages until there is no cursor', async () => {
    const pages = [{ cursor: 'b' }, { cursor: 'c' }, { cursor: null }];
    const { talent, calls } = fakeClient(...pages);
    const seen: unknown[] = [];
    for await (const page of talent.searchTalent.pages({ query: 'sql' })) seen.push(page);
    assert.deepEqual(seen, pages);
    assert.deepEqual(
      calls.map(({ input }) => input),
      [{ query: 'sql' }, { query: 'sql', cursor: 'b' }, { query: 'sql', cursor: 'c' }],
    );
  });

  it('asks for a page only when it is wanted', async () => {
    const { talent, calls } = fakeClient({ cursor: 'b' });
    for await (const page of talent.searchTalent.pages({ query: 'sql' })) if (page.cursor === 'b') break;
    assert.equal(calls.length, 1);
  });

  it('stops waiting when the signal is aborted', async () => {
    const talent = methods(() => new Promise(() => undefined), realClock);
    const controller = new AbortController();
    const call = talent.similarStudents({}, { signal: controller.signal });
    controller.abort();
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('does not call at all, and does not repeat a call, once the signal is aborted', async () => {
    const { talent, calls } = fakeClient({});
    await assert.rejects(talent.similarStudents({}, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(calls.length, 0);
    const controller = new AbortController();
    const failing = methods(() => Promise.reject(UNREACHABLE), realClock);
    const call = failing.similarStudents({}, { signal: controller.signal });
    setImmediate(() => {
      controller.abort();
    });
    await assert.rejects(call, { name: 'AbortError' });
  });
});
