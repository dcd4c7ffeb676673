import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseInput } from '../../src/platform/input.ts';
import { deployedCallables } from './deployedCallables.ts';
import { readExamples } from './apiExamples.ts';

const API = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

describe('the examples of docs/api.md', () => {
  it('cover exactly the deployed callables', async () => {
    const documented = new Set(readExamples(API).map(({ callable }) => callable));
    assert.deepEqual([...documented].sort(), Object.keys(await deployedCallables()).sort());
  });

  it('have requests that the callables accept', async () => {
    const callables = await deployedCallables();
    for (const { callable, request, line } of readExamples(API)) {
      const definition = callables[callable];
      assert.ok(definition, `line ${String(line)}: there is no callable ${callable}`);
      assert.doesNotThrow(
        () => parseInput(definition.input, request, definition.maxBytes),
        `line ${String(line)}`,
      );
    }
  });
});

describe('reading examples', () => {
  const section = (...blocks: string[]): string => ['### `echo`', 'It echoes.', ...blocks].join('\n\n');
  const request = '```json request\n{ "limit": 1 }\n```';
  const asAdmin = request.replace('request', 'request as admin');
  const answer = '```json answer\n{ "echo": 1 }\n```';

  it('returns each request with its answer', () => {
    assert.deepEqual(readExamples(section(request, answer, asAdmin, answer)), [
      { callable: 'echo', caller: null, request: { limit: 1 }, answer: { echo: 1 }, line: 5 },
      { callable: 'echo', caller: 'admin', request: { limit: 1 }, answer: { echo: 1 }, line: 13 },
    ]);
  });

  it('refuses a request without an answer, and an answer without a request', () => {
    assert.throws(() => readExamples(section(request)), /Line 5: the request has no answer/);
    assert.throws(() => readExamples(section(answer)), /no request/);
    assert.throws(
      () => readExamples(`${section(request)}\n\n${section(answer).replace('echo', 'other')}`),
      /no answer/,
    );
  });

  it('refuses blocks that are not JSON or belong to no callable', () => {
    assert.throws(() => readExamples(section(request, answer.replace('}', ''))), /not valid JSON/);
    assert.throws(() => readExamples(`## Other\n\n${request}\n\n${answer}`), /outside the section/);
  });
});
