import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { readExamples } from '../../../functions/test/docs/apiExamples.ts';
import { emulatedAccounts, makeMember } from '../../../functions/test/support/accounts.ts';
import { PROJECT, setting } from '../../../functions/test/support/environment.ts';
import type { Cleanup } from '../../../scripts/lib/command.ts';
import { ROOT } from '../../../scripts/lib/root.ts';
import { startHttpServer } from '../../../scripts/local/httpServer.ts';
import { cutConnection } from './cutConnection.ts';
import type { Addresses, Outcome } from './page/page.ts';

const VIDEO_BYTES = 20_000_000;
const CUTS = [3_000_000, 9_000_000];

/** Where the first example is not for administrators. */
const INPUTS: Record<string, unknown> = { departmentOverview: { department: 'Computer Science' } };

describe('a page in Chromium with the TypeScript client', function () {
  this.timeout(600_000);
  const undos: Parameters<Cleanup>[0][] = [];
  let browser: Browser;
  let page: Page;

  before(async () => {
    const address = await servePage((undo) => void undos.push(undo));
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: chromium.args,
    });
    page = await browser.newPage();
    await page.goto(`http://${address}/`);
  });
  after(async () => {
    await browser.close();
    for (const undo of undos.reverse()) await undo();
  });

  it('signs in, and makes the profile', async () => {
    const email = `page-${String(Date.now())}@campus.example`;
    const { uid } = await emulatedAccounts().createUser({ email, password: 'password' });
    await makeMember(uid, { role: 'admin' });
    const isNew = await page.evaluate(([at, address]) => window.page.signIn(at, address), [
      addresses(),
      email,
    ] as const);
    assert.equal(isNew, true);
  });

  it('uploads a video of 20 MB although the connection is cut twice, and tells its progress', async () => {
    const [host = '', port] = (await page.evaluate(() => window.page.uploadAddress())).split(':');
    const connection = await cutConnection(host, Number(port), CUTS);
    try {
      const { media, progress } = await page.evaluate(
        ([bytes, through]) => window.page.upload(bytes, through),
        [VIDEO_BYTES, connection.address] as const,
      );
      const { status, sizeBytes } = media as { status: string; sizeBytes: number };
      assert.deepEqual([status, sizeBytes], ['ready', VIDEO_BYTES]);
      assert.equal(connection.cutsLeft(), 0);
      assert.equal(progress.at(-1), VIDEO_BYTES);
      assert.ok(new Set(progress).size > 5, `told within chunks: ${progress.join(' ')}`);
    } finally {
      await connection.close();
    }
  });

  it('gets an answer or a typed error from every callable', async () => {
    const examples = readExamples(await readFile(join(ROOT, 'docs/api.md'), 'utf8'));
    const outcomes: Record<string, Outcome> = {};
    const callables = await page.evaluate(() => window.page.callables);
    // Ends the account, and so comes last.
    const ending = ['deleteMyAccount'];
    for (const name of [...callables.filter((one) => !ending.includes(one)), ...ending]) {
      const input = INPUTS[name] ?? examples.find(({ callable }) => callable === name)?.request ?? {};
      outcomes[name] = await page.evaluate(([one, request]) => window.page.call(one, request), [
        name,
        input,
      ] as const);
    }
    const wrong = Object.entries(outcomes).filter(([, { kind }]) =>
      ['untyped', 'TalentError', 'Failed', 'NoConnection', 'BadInput'].includes(kind),
    );
    assert.deepEqual(wrong, []);
    assert.ok(Object.values(outcomes).filter(({ kind }) => kind === 'ok').length >= callables.length / 2);
  });
});

function addresses(): Addresses {
  return {
    project: PROJECT,
    auth: setting('TEST_AUTH_HOST'),
    firestore: hostOf(setting('FIRESTORE_EMULATOR_HOST')),
    functions: hostOf(setting('TEST_FUNCTIONS_HOST')),
  };
}

function hostOf(address: string): [string, number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}

/** Bundles the page as an app does, and serves it. */
async function servePage(cleanup: Cleanup): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page/page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  return startHttpServer(cleanup, ({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
}
