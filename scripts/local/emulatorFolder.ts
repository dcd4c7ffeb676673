import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import { freePort } from './ports.ts';

export const EMULATOR_NAMES = [
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
export type EmulatorName = (typeof EMULATOR_NAMES)[number];

interface FirebaseConfig {
  emulators: Record<EmulatorName, { port: number; enabled?: boolean; websocketPort?: number }>;
}

/** Settings of the functions in the emulator. */
export interface FunctionSettings {
  /** Read with firebase-functions/params, like `secrets`. */
  params: Record<string, string>;
  secrets: Record<string, string>;
  /** Further environment variables. */
  environment?: Record<string, string>;
}

/** The functions that the emulator runs: all but the writer; see writer.ts. */
const EMULATED = `const { applyChanges, ...emulated } = require('./lib/index.js');
module.exports = emulated;
`;

/** Reads firebase.json and assigns the ports: `free` takes any free ones, a number is added to those in the file. */
export async function readConfig(ports: 'free' | number): Promise<FirebaseConfig> {
  const config = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseConfig;
  for (const name of EMULATOR_NAMES) {
    const emulator = config.emulators[name];
    emulator.port = ports === 'free' ? await freePort() : emulator.port + ports;
    if (emulator.websocketPort !== undefined) {
      emulator.websocketPort = ports === 'free' ? await freePort() : emulator.websocketPort + ports;
    }
  }
  return config;
}

/** Writes the Firebase project to run: configuration and rules, links to the built functions, and their settings. */
export async function writeEmulatorFolder(
  directory: string,
  config: FirebaseConfig,
  settings: FunctionSettings = { params: {}, secrets: {} },
): Promise<void> {
  await writeFile(join(directory, 'firebase.json'), JSON.stringify(config));
  for (const file of ['firestore.rules', 'firestore.indexes.json', 'storage.rules']) {
    await copyFile(join(ROOT, file), join(directory, file));
  }
  const functions = join(directory, 'functions');
  await mkdir(functions);
  const manifest = JSON.parse(await readFile(join(ROOT, 'functions/package.json'), 'utf8')) as object;
  await writeFile(join(functions, 'package.json'), JSON.stringify({ ...manifest, main: 'emulated.cjs' }));
  await writeFile(join(functions, 'emulated.cjs'), EMULATED);
  for (const folder of ['lib', 'node_modules']) {
    await symlink(join(ROOT, 'functions', folder), join(functions, folder), 'junction');
  }
  await writeFile(join(functions, '.env'), toEnvFile(settings.params));
  await writeFile(join(functions, '.secret.local'), toEnvFile(settings.secrets), { mode: 0o600 });
}

function toEnvFile(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');
}
