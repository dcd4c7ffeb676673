import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { initialize } from '../../functions/src/platform/app.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { startProgram, type Program } from './childProcess.ts';
import { emulatorBinaries, hasEmulatorUi, hasStorageEmulator } from './emulatorBinaries.ts';
import { findJava, javaProgram } from './java.ts';
import { assertFree, freePort } from './ports.ts';

/** A project that does not exist: nothing leaves the machine. */
export const PROJECT = 'demo-student-talent';

/** Worker processes that the functions emulator runs at once; its own default is 50. */
const PARALLEL_FUNCTIONS = '4';

/** The suite prints this when every emulator is up and the functions are loaded. */
const READY = 'All emulators ready';

const START_TIMEOUT_MS = 180_000;

export interface Emulators {
  /** Addresses as `host:port`, by emulator. */
  hosts: Record<EmulatorName, string>;
  /** Where the suite's output goes. */
  logFile: string;
  /** Resolves with a sentence about why, once the suite has ended. */
  ended: Promise<string>;
}

const NAMES = [
  'firestore',
  'pubsub',
  'auth',
  'eventarc',
  'tasks',
  'storage',
  'functions',
  'hub',
  'logging',
  'ui',
] as const;
type EmulatorName = (typeof NAMES)[number];

interface FirebaseConfig {
  emulators: Record<EmulatorName, { port: number; enabled?: boolean; websocketPort?: number }>;
}

/** What the functions read with firebase-functions/params. */
export interface FunctionSettings {
  params: Record<string, string>;
  secrets: Record<string, string>;
  /** What else is in their environment. */
  environment?: Record<string, string>;
}

/**
 * Starts the official Firebase Emulator Suite, in a folder of its own so that several can run side by
 * side. With `functions` it runs the built functions with these parameters; without, only the services.
 *
 * @param ports `free` takes any free ports; a number is added to the ports in firebase.json.
 */
export async function startEmulators(
  cleanup: Cleanup,
  options: { ports: 'free' | number; functions?: (hosts: Emulators['hosts']) => FunctionSettings },
): Promise<Emulators> {
  const java = await findJava();
  const storage = options.functions !== undefined && (await hasStorageEmulator());
  const names = NAMES.filter((name) => {
    if (name === 'storage') return storage;
    return options.functions !== undefined || !['functions', 'eventarc', 'tasks'].includes(name);
  });
  const config = await readConfig(options.ports);
  config.emulators.ui.enabled = options.ports !== 'free' && (await hasEmulatorUi());
  if (options.ports !== 'free') {
    const used = names.filter((name) => name !== 'ui' || config.emulators.ui.enabled);
    for (const name of used) await assertFree(config.emulators[name].port, `the emulator "${name}"`);
  }
  const directory = await mkdtemp(join(tmpdir(), 'talent-emulators-'));
  cleanup(() => rm(directory, { recursive: true, force: true }));
  const hosts = Object.fromEntries(
    NAMES.map((name) => [name, `127.0.0.1:${String(config.emulators[name].port)}`]),
  ) as Emulators['hosts'];
  const settings = options.functions?.(hosts);
  await writeFolder(directory, config, settings);
  const logFile = join(directory, 'emulators.log');
  const environment = {
    ...(await emulatorBinaries(directory)),
    ...(java !== '' && { JAVA_HOME: java }),
    PATH: [
      dirname(process.execPath),
      ...(java === '' ? [] : [dirname(javaProgram(java))]),
      process.env['PATH'],
    ].join(delimiter),
    // The functions' sockets go where they are removed with everything else.
    TMPDIR: directory,
    FUNCTIONS_EMULATOR_PARALLEL: PARALLEL_FUNCTIONS,
    // How long loading the functions may take, in seconds: ten are too few on a busy machine.
    FUNCTIONS_DISCOVERY_TIMEOUT: '120',
    // There is no Google Cloud around: looking for its metadata server takes seconds.
    METADATA_SERVER_DETECTION: 'none',
    ...settings?.secrets,
    ...settings?.environment,
  };
  const only = names.filter((name) => !['hub', 'logging', 'ui'].includes(name));
  const suite = startProgram(
    process.execPath,
    [
      join(ROOT, 'node_modules/firebase-tools/lib/bin/firebase.js'),
      ...['emulators:start', '--project', PROJECT, '--only', only.join(',')],
    ],
    { cwd: directory, logFile, env: environment },
  );
  cleanup(suite.stop);
  await ready(suite);
  return { hosts, logFile, ended: suite.ended };
}

/** Makes this process use the Firestore emulator. */
export function useFirestoreEmulator(host: string): void {
  process.env['FIRESTORE_EMULATOR_HOST'] = host;
  // There is no Google Cloud around: looking for its metadata server takes seconds.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(PROJECT);
}

async function readConfig(ports: 'free' | number): Promise<FirebaseConfig> {
  const config = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseConfig;
  for (const name of NAMES) {
    const emulator = config.emulators[name];
    emulator.port = ports === 'free' ? await freePort() : emulator.port + ports;
    if (emulator.websocketPort !== undefined) {
      emulator.websocketPort = ports === 'free' ? await freePort() : emulator.websocketPort + ports;
    }
  }
  return config;
}

async function writeFolder(
  directory: string,
  config: object,
  settings: FunctionSettings = { params: {}, secrets: {} },
): Promise<void> {
  await writeFile(join(directory, 'firebase.json'), JSON.stringify(config));
  for (const file of ['firestore.rules', 'firestore.indexes.json', 'storage.rules']) {
    await copyFile(join(ROOT, file), join(directory, file));
  }
  const functions = join(directory, 'functions');
  await mkdir(functions);
  await copyFile(join(ROOT, 'functions/package.json'), join(functions, 'package.json'));
  for (const folder of ['lib', 'node_modules']) {
    await symlink(join(ROOT, 'functions', folder), join(functions, folder), 'junction');
  }
  await writeFile(join(functions, '.env'), assignments(settings.params));
  await writeFile(join(functions, '.secret.local'), assignments(settings.secrets), { mode: 0o600 });
}

function assignments(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');
}

async function ready({ output, ended }: Program): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const over = new AbortController();
  void ended.then(() => {
    over.abort();
  });
  while (!output().includes(READY)) {
    if (over.signal.aborted) throw new Error(explain(output()));
    if (Date.now() > deadline) {
      throw new Error(`The Firebase emulators were not ready in three minutes:\n${lastLines(output())}`);
    }
    await sleep(100);
  }
}

function explain(output: string): string {
  if (/download|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|unable to connect/i.test(output)) {
    return `The Firebase emulators could not be downloaded. Connect to the internet once, or install the Google Cloud CLI with its emulators (gcloud components install cloud-firestore-emulator pubsub-emulator). ${/^Error: .*$/m.exec(output)?.[0] ?? ''}`;
  }
  return `The Firebase emulators did not start:\n${lastLines(output)}`;
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}
