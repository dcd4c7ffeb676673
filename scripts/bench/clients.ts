import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { dartSources } from '../clients/dart/dartSources.ts';
import { formatDart } from '../clients/dart/format.ts';
import { breaks } from '../clients/release/breaks.ts';
import { currentContract, lastRelease } from '../clients/release/releases.ts';
import { ROOT } from '../lib/root.ts';

const PACKAGE = join(ROOT, 'clients/typescript/src');

/** A page that already calls functions, with the parts of the SDK that the client uses, too. */
const PAGE = `
import { initializeApp } from 'firebase/app';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
const app = initializeApp({});
globalThis.page = [getFunctions(app), httpsCallable, connectFunctionsEmulator];
`;

/** What the page loads besides, for calls alone and for everything that the client has. */
const ADDITIONS = {
  calls: `import { createTalentClient } from './index.ts'; globalThis.talent = createTalentClient(app);`,
  all: `import * as client from './index.ts'; globalThis.talent = client;`,
};

/** How large the TypeScript client is, how Dart's formatter likes the Dart package, and whether the contract keeps what was released. */
export async function measure(): Promise<Record<string, number>> {
  const page = await gzippedBytes(PAGE);
  const calls = (await gzippedBytes(PAGE + ADDITIONS.calls)) - page;
  const all = (await gzippedBytes(PAGE + ADDITIONS.all)) - page;
  const released = await lastRelease();
  const contract = await currentContract(released);
  const broken = released === null ? [] : breaks(released, contract);
  console.log(`A page with firebase/functions: ${kilobytes(page)} (minified, gzip).`);
  console.log(
    `The client adds ${kilobytes(calls)} to make calls, and ${kilobytes(all)} with uploads and errors.`,
  );
  return {
    callables: Object.keys(contract.callables).length,
    ts_gzip_kb: all / 1000,
    ts_calls_gzip_kb: calls / 1000,
    dart_files_formatted_share: await formattedShare(),
    contract_breaks: broken.length,
  };
}

/** The share of the Dart files that parse and are formatted. */
async function formattedShare(): Promise<number> {
  const files = Object.entries(await dartSources());
  const formatted = files.filter(([path, text]) => formatDart(text, path) === text);
  return formatted.length / files.length;
}

async function gzippedBytes(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: PACKAGE, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
