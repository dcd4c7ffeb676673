import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';

const USER = { email: 'x@campus.example', name: 'X', skills: ['Go'] };
const LINES: unknown[] = [
  { at: 1, change: { path: 'users/ada', data: USER } },
  { at: 1, change: { path: 'users/bob', data: USER } },
  { at: 2, run: 'nightly' },
  { at: 3, ask: { id: 'q1', kind: 'similarStudents', userId: 'ada', input: { limit: 5 } } },
  { at: 3, ask: { id: 2, kind: 'similarStudents', userId: 'bob', candidates: ['ada'] } },
];

describe('npm run replay', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'student-talent-replay-'));
  });
  after(() => rm(folder, { recursive: true }));

  interface Ended {
    code: number;
    stdout: string;
    stderr: string;
  }

  async function replay(timeline: string, out: string): Promise<Ended> {
    const command = ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts/replay.ts')];
    const options = ['--timeline', join(folder, timeline), '--out', join(folder, out)];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [...command, ...options], (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });
  }

  async function timeline(name: string, lines: unknown[]): Promise<void> {
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(join(folder, name), `${texts.join('\n')}\n`);
  }

  it('writes a line for each question and exits with 0', async () => {
    await timeline('good.jsonl', LINES);
    const { code, stdout, stderr } = await replay('good.jsonl', 'answers.jsonl');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /2 changes, 1 nights and 2 questions in .* 0 bad lines/);
    const text = await readFile(join(folder, 'answers.jsonl'), 'utf8');
    assert.ok(text.endsWith('}\n'));
    const answers = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const { scores, milliseconds } of answers) {
      assert.ok((scores as number[]).every((score) => score > 0 && score < 1));
      assert.ok((milliseconds as number) > 0);
    }
    assert.deepEqual(
      answers.map((answer) => ({ ...answer, scores: 1, milliseconds: 1 })),
      [
        { id: 'q1', kind: 'similarStudents', ids: ['bob'], scores: 1, milliseconds: 1 },
        { id: 2, kind: 'similarStudents', ids: ['ada'], scores: 1, milliseconds: 1 },
      ],
    );
  });

  it('reports bad lines, answers the other questions and exits with 1', async () => {
    await timeline('bad.jsonl', [...LINES.slice(0, 2), 'nonsense', ...LINES.slice(2), { at: 4 }]);
    const { code, stdout, stderr } = await replay('bad.jsonl', 'others.jsonl');
    assert.equal(code, 1);
    assert.match(stdout, /2 bad lines/);
    assert.match(stderr, /^line 3: The line is not JSON\.$/m);
    assert.match(stderr, /^line 7: The line needs "at" and exactly one of/m);
    const text = await readFile(join(folder, 'others.jsonl'), 'utf8');
    assert.equal(text.split('\n').length, 3);
  });

  it('exits with 1 and a reason if the file is missing or would be overwritten', async () => {
    const missing = await replay('missing.jsonl', 'nothing.jsonl');
    assert.deepEqual([missing.code, missing.stdout], [1, '']);
    assert.match(missing.stderr, /missing\.jsonl/);
    await timeline('same.jsonl', LINES);
    const same = await replay('same.jsonl', 'same.jsonl');
    assert.equal(same.code, 1);
    assert.match(same.stderr, /overwrite the timeline/);
    assert.match(await readFile(join(folder, 'same.jsonl'), 'utf8'), /nightly/);
  });
});
