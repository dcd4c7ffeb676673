import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { initialize } from '../../functions/src/platform/app.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { startProgram, type Program } from './childProcess.ts';
import { emulatorBinaries, hasEmulatorUi, hasStorageEmulator } from './emulatorBinaries.ts';
import {
  EMULATOR_NAMES,
  readConfig,
  writeEmulatorFolder,
  type EmulatorName,
  type FunctionSettings,
} from './emulatorFolder.ts';
import { findJava, javaProgram } from './java.ts';
import { assertFree } from './ports.ts';
import { PROJECT } from './project.ts';
import { startWriter } from './writer.ts';

/** Worker processes of the functions emulator; its default is 50. */
const PARALLEL_FUNCTIONS = '4';

/** Printed by the emulator suite when every emulator is up and the functions are loaded. */
const READY_MESSAGE = 'All emulators ready';

const START_TIMEOUT_MS = 180_000;

export interface Emulators {
  /** Addresses as `host:port`. */
  hosts: Record<EmulatorName, string>;
  logFile: string;
  /** Resolves when the emulator suite or the writer ends, with a sentence that says how. */
  ended: Promise<string>;
}

/**
 * Starts the official Firebase Emulator Suite in its own folder, so that several can run at once. With `functions` it
 * runs the built functions with the returned settings, with the writer served beside them; without, only the services.
 *
 * @param options.ports `free` takes any free ports; a number is added to the ports in firebase.json
 */
export async function startEmulators(
  cleanup: Cleanup,
  options: { ports: 'free' | number; functions?: (hosts: Emulators['hosts']) => FunctionSettings },
): Promise<Emulators> {
  const java = await findJava();
  const names = await emulatorsToStart(options.functions !== undefined);
  const config = await readConfig(options.ports);
  config.emulators.ui.enabled = options.ports !== 'free' && (await hasEmulatorUi());
  if (options.ports !== 'free') {
    const enabled = names.filter((name) => name !== 'ui' || config.emulators.ui.enabled);
    for (const name of enabled) await assertFree(config.emulators[name].port, `the ${name} emulator`);
  }
  const directory = await mkdtemp(join(tmpdir(), 'talent-emulators-'));
  cleanup(() => rm(directory, { recursive: true, force: true }));
  const hosts = Object.fromEntries(
    EMULATOR_NAMES.map((name) => [name, `127.0.0.1:${String(config.emulators[name].port)}`]),
  ) as Emulators['hosts'];
  const settings = options.functions?.(hosts);
  await writeEmulatorFolder(directory, config, settings);
  const logFile = join(directory, 'emulators.log');
  const only = names.filter((name) => !['hub', 'logging', 'ui'].includes(name));
  const suite = startProgram(
    process.execPath,
    [
      join(ROOT, 'node_modules/firebase-tools/lib/bin/firebase.js'),
      ...['emulators:start', '--project', PROJECT, '--only', only.join(',')],
    ],
    { cwd: directory, logFile, env: await suiteEnvironment(directory, java, settings) },
  );
  cleanup(suite.stop);
  await waitUntilReady(suite);
  if (settings === undefined) return { hosts, logFile, ended: suite.ended };
  const writer = await startWriter(cleanup, { hosts, logFile }, settings);
  return { hosts, logFile, ended: Promise.race([suite.ended, writer.ended]) };
}

/** Makes this process use the Firestore emulator. */
export function useFirestoreEmulator(host: string): void {
  process.env['FIRESTORE_EMULATOR_HOST'] = host;
  // Without Google Cloud, looking for its metadata server takes seconds.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  initialize(PROJECT);
}

async function emulatorsToStart(withFunctions: boolean): Promise<EmulatorName[]> {
  const withStorage = withFunctions && (await hasStorageEmulator());
  return EMULATOR_NAMES.filter((name) => {
    if (name === 'storage') return withStorage;
    return withFunctions || !['functions', 'eventarc', 'tasks'].includes(name);
  });
}

/** @param java the Java home; an empty string for the Java on the PATH */
async function suiteEnvironment(
  directory: string,
  java: string,
  settings: FunctionSettings | undefined,
): Promise<Record<string, string>> {
  const javaPath = java === '' ? [] : [dirname(javaProgram(java))];
  return {
    ...(await emulatorBinaries(directory)),
    ...(java !== '' && { JAVA_HOME: java }),
    PATH: [dirname(process.execPath), ...javaPath, process.env['PATH']].join(delimiter),
    // The functions' sockets are removed together with the folder.
    TMPDIR: directory,
    // Optimising the code of programs that run for a minute costs more processor time than it saves.
    JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
    FUNCTIONS_EMULATOR_PARALLEL: PARALLEL_FUNCTIONS,
    // Seconds for loading the functions; the default of ten is too short on a busy machine.
    FUNCTIONS_DISCOVERY_TIMEOUT: '120',
    // Without Google Cloud, looking for its metadata server takes seconds.
    METADATA_SERVER_DETECTION: 'none',
    ...settings?.secrets,
    ...settings?.environment,
  };
}

async function waitUntilReady({ output, ended }: Program): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const hasEnded = new AbortController();
  void ended.then(() => {
    hasEnded.abort();
  });
  while (!output().includes(READY_MESSAGE)) {
    if (hasEnded.signal.aborted) throw new Error(explainFailure(output()));
    if (Date.now() > deadline) {
      throw new Error(`The Firebase emulators were not ready after three minutes:\n${lastLines(output())}`);
    }
    await sleep(100);
  }
}

function explainFailure(output: string): string {
  if (/download|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|unable to connect/i.test(output)) {
    return `The Firebase emulators could not be downloaded. Connect to the internet once, or install the Google Cloud CLI with its emulators (gcloud components install cloud-firestore-emulator pubsub-emulator). ${/^Error: .*$/m.exec(output)?.[0] ?? ''}`;
  }
  return `The Firebase emulators did not start:\n${lastLines(output)}`;
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}
