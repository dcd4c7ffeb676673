import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDocuments } from './checkDocuments.ts';
import { parseHelp } from './help.ts';

const REPLAY_HELP = `Usage: npm run letters replay [options]

Options:
  --id <number>  one letter
  --all          every letter
  -h, --help     display help for command
`;
const LETTERS_HELP = `Usage: npm run letters -- [command] [options]

Options:
  --json           as JSON
  -h, --help       display help for command

Commands:
  replay [options]           applies the documents
  on|resume [collections...] starts again
  help [command]             display help for command
`;
const BENCH_HELP = `Usage: npm run bench -- [options]

Arguments:
  subjects           what to measure (choices: "sync",
                     "search")

Options:
  --rounds <number>  how often
  -h, --help         display help for command
`;
const HELP: Record<string, string> = {
  letters: LETTERS_HELP,
  'letters replay': REPLAY_HELP,
  'letters on': 'Usage: npm run letters on [options] [collections...]\n\nOptions:\n  --repair  repairs\n',
  'letters resume': 'Usage: npm run letters on [options] [collections...]\n\nOptions:\n  --repair  repairs\n',
  bench: BENCH_HELP,
  start: 'Usage: npm start -- [options]\n\nOptions:\n  --once  exits\n',
};

describe('checking documents', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    const scripts = { start: '', test: '', letters: '', bench: '' };
    await write('package.json', JSON.stringify({ scripts }));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }

  const readHelp = (script: string, subcommand?: string) =>
    Promise.resolve(parseHelp(HELP[[script, subcommand].filter(Boolean).join(' ')] ?? ''));

  async function problems(markdown: string): Promise<string[]> {
    await write('README.md', markdown);
    return (await checkDocuments(folder, readHelp)).problems;
  }

  it('accepts links and commands that exist', async () => {
    await write(
      'docs/guide.md',
      '# Guide\n\n## When `it` breaks, again!\n\n## Twice\n\n## Twice\n\n[up](../README.md#top)',
    );
    const text = `# Top
[guide](docs/guide.md), [anchor](docs/guide.md#when-it-breaks-again), [second](docs/guide.md#twice-1), [here](#top),
[folder](docs), [the Web](https://example.org/missing#part), [mail](mailto:a@example.org)

Run \`npm start -- --once\`, \`npm test\` and \`npm run letters -- replay --id 7\`. \`[no](link)\` is code.

\`\`\`sh
npm run letters -- on users --repair   # --unknown is in a comment
npm run letters -- resume && npm run bench -- sync search --rounds 3
npm run bench -- SUBJECT > out.txt
\`\`\`
`;
    assert.deepEqual(await problems(text), []);
  });

  it('finds links to missing files and headings, with their line', async () => {
    await write('docs/guide.md', '# Guide\n\n[gone](gone.ts) and [readme](../README.md#gone)');
    assert.deepEqual(
      await problems(
        '# Top\n\n[a](docs/missing.md)\n[b](docs/guide.md#missing)\n[c](#missing)\n\n[d]: gone.md',
      ),
      [
        'README.md:3: there is no file docs/missing.md.',
        'README.md:4: docs/guide.md has no heading #missing.',
        'README.md:5: README.md has no heading #missing.',
        'README.md:7: there is no file gone.md.',
        'docs/guide.md:3: there is no file docs/gone.ts.',
        'docs/guide.md:3: README.md has no heading #gone.',
      ],
    );
  });

  it('does not take a comment in a code block for a heading', async () => {
    assert.equal((await problems('[a](#setup)\n\n```sh\n# Setup\n```')).length, 1);
  });

  it('finds npm scripts that do not exist, in prose and in code blocks', async () => {
    assert.deepEqual(await problems('`npm run gone`\n\n```sh\nnpm run gone-too -- --x\n```'), [
      'README.md:1: package.json has no script "gone".',
      'README.md:4: package.json has no script "gone-too".',
    ]);
  });

  it('finds options, subcommands and arguments that the help does not know', async () => {
    const commands = [
      'npm start -- --twice',
      'npm start -- now',
      'npm run letters -- redo',
      'npm run letters -- replay --every',
      'npm run letters -- replay 7',
      'npm run bench -- sync speed --rounds 3',
    ];
    assert.deepEqual(await problems(commands.map((command) => `\`${command}\``).join('\n')), [
      'README.md:1: "start" has no option --twice.',
      'README.md:2: "start" takes no argument "now".',
      'README.md:3: "letters" has no subcommand "redo".',
      'README.md:4: "letters replay" has no option --every.',
      'README.md:5: "letters replay" takes no argument "7".',
      'README.md:6: "bench" does not know "speed".',
    ]);
  });

  it('finds options on their own that no command of the document has', async () => {
    const text = 'Run `npm run letters -- replay`, with `--all` or `--json` (not `--twice`).';
    assert.deepEqual(await problems(text), [
      'README.md:1: no command in this document has an option --twice.',
    ]);
  });

  it('leaves installed packages alone', async () => {
    await write('functions/node_modules/some/README.md', '[gone](gone.md)');
    assert.deepEqual(await problems('# Top'), []);
  });
});
