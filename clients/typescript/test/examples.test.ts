import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { readExamples, type Example } from '../../../functions/test/docs/apiExamples.ts';
import { ROOT } from '../../../scripts/lib/root.ts';

/** Beside the package, so that its imports resolve. */
const FILE = join(import.meta.dirname, 'examplesOfTheDocument.ts');

describe('types of the TypeScript client', function () {
  this.timeout(120_000);

  it('fit the requests and answers of docs/api.md', async () => {
    const examples = readExamples(await readFile(join(ROOT, 'docs/api.md'), 'utf8'));
    assert.ok(examples.length > 20);
    assert.deepEqual(problemsOf(examples.map(toSource)), []);
  });

  it('do not fit other ones', () => {
    const example = { callable: 'similarStudents', caller: null };
    const wrong = [
      { ...example, line: 1, request: { limt: 3 }, answer: {} },
      { ...example, line: 2, request: { role: 'new-role' }, answer: {} },
    ];
    assert.equal(problemsOf(wrong.map(toSource)).length, 4);
  });
});

/** Values as literals, of which TypeScript finds fields that it does not know, too. */
function toSource({ callable, request, answer, line }: Example): string {
  const name = `${callable}${String(line)}`;
  return `
const ${name}Request: Parameters<TalentCallables['${callable}']>[0] = ${literal(request)};
const ${name}Answer: Awaited<ReturnType<TalentCallables['${callable}']>> = ${literal(answer)};
`;
}

/** What "…" stands for may be anything. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"…":[^,}]+/g, '...({} as any)');
}

function problemsOf(sources: string[]): string[] {
  const text = `import type { TalentCallables } from '../src/index.ts';\n${sources.join('')}`;
  const { config } = ts.readConfigFile(join(import.meta.dirname, '../tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, join(FILE, '../..'));
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => path === FILE || ts.sys.fileExists(path);
  host.readFile = (path) => (path === FILE ? text : ts.sys.readFile(path));
  const program = ts.createProgram([FILE], { ...options, types: [] }, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(FILE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
