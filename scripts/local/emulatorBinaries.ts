import { execFile } from 'node:child_process';
import { access, chmod, glob, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

const run = promisify(execFile);

/**
 * Environment variables that make firebase-tools use the emulators of an installed Google Cloud CLI in place of those
 * it has not downloaded. Writes small launchers into `directory`.
 */
export async function emulatorBinaries(directory: string): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  if (!(await isCached('cloud-firestore-emulator-v*.jar'))) {
    const jar = await findInCloudSdk('platform/cloud-firestore-emulator/cloud-firestore-emulator.jar');
    if (jar !== null)
      environment['FIRESTORE_EMULATOR_BINARY_PATH'] = await writeFirestoreLauncher(jar, directory);
  }
  if (!(await isCached('pubsub-emulator-*/pubsub-emulator/bin/cloud-pubsub-emulator'))) {
    const script = await findInCloudSdk('platform/pubsub-emulator/bin/cloud-pubsub-emulator');
    if (script !== null)
      environment['PUBSUB_EMULATOR_BINARY_PATH'] = await writePubsubLauncher(script, directory);
  }
  return environment;
}

/** Whether firebase-tools has the Emulator UI; without it, it would try to download it. */
export function hasEmulatorUi(): Promise<boolean> {
  return isCached('ui-v*/client/index.html');
}

/** Whether firebase-tools has the rules runtime of its Storage emulator, which the Google Cloud CLI lacks. */
export function hasStorageEmulator(): Promise<boolean> {
  return isCached('cloud-storage-rules-runtime-v*.jar');
}

async function isCached(pattern: string): Promise<boolean> {
  const cache = process.env['FIREBASE_EMULATORS_PATH'] ?? join(homedir(), '.cache/firebase/emulators');
  return (await Array.fromAsync(glob(join(cache, pattern)))).length > 0;
}

async function findInCloudSdk(path: string): Promise<string | null> {
  try {
    const { stdout } = await run('gcloud', ['info', '--format=value(installation.sdk_root)']);
    const file = join(stdout.trim(), path);
    await access(file);
    return file;
  } catch {
    // There is no Google Cloud CLI, or it lacks this emulator; firebase-tools downloads its own.
    return null;
  }
}

/** Writes a JAR with a main class for `java -jar`, which firebase-tools runs; the CLI's own JAR has none. */
async function writeFirestoreLauncher(jar: string, directory: string): Promise<string> {
  const manifest = [
    'Manifest-Version: 1.0',
    'Main-Class: com.google.cloud.datastore.emulator.firestore.CloudFirestore',
    `Class-Path: ${pathToFileURL(jar).href}`,
  ];
  // Manifest lines are limited to 72 bytes; a leading space continues the previous line.
  const lines = manifest.map((line) => line.replace(/^.{72}|.{71}/g, '$&\n ').replace(/\n $/, ''));
  const launcher = join(directory, 'cloud-firestore-emulator.jar');
  await writeFile(launcher, zipSync({ 'META-INF/MANIFEST.MF': Buffer.from(`${lines.join('\n')}\n`) }));
  return launcher;
}

/** Writes a wrapper script: firebase-tools runs chmod on the program, which may belong to another user. */
async function writePubsubLauncher(program: string, directory: string): Promise<string> {
  const launcher = join(directory, 'cloud-pubsub-emulator');
  await writeFile(launcher, `#!/bin/sh\nexec "${program}" "$@"\n`);
  await chmod(launcher, 0o755);
  return launcher;
}
