import { execFile } from 'node:child_process';
import { access, chmod, glob, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

const run = promisify(execFile);

/**
 * Environment that makes firebase-tools use the emulators of an installed Google Cloud CLI where it
 * has not downloaded its own. Small launchers for them are written into `directory`.
 */
export async function emulatorBinaries(directory: string): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  if (!(await isCached('cloud-firestore-emulator-v*.jar'))) {
    const jar = await inCloudSdk('platform/cloud-firestore-emulator/cloud-firestore-emulator.jar');
    if (jar !== null) environment['FIRESTORE_EMULATOR_BINARY_PATH'] = await firestoreLauncher(jar, directory);
  }
  if (!(await isCached('pubsub-emulator-*/pubsub-emulator/bin/cloud-pubsub-emulator'))) {
    const program = await inCloudSdk('platform/pubsub-emulator/bin/cloud-pubsub-emulator');
    if (program !== null)
      environment['PUBSUB_EMULATOR_BINARY_PATH'] = await pubsubLauncher(program, directory);
  }
  return environment;
}

/** Whether firebase-tools has the Emulator UI, which it would otherwise try to download. */
export function hasEmulatorUi(): Promise<boolean> {
  return isCached('ui-v*/client/index.html');
}

/** Whether firebase-tools has what its Storage emulator needs, which cannot be had elsewhere. */
export function hasStorageEmulator(): Promise<boolean> {
  return isCached('cloud-storage-rules-runtime-v*.jar');
}

async function isCached(pattern: string): Promise<boolean> {
  const cache = process.env['FIREBASE_EMULATORS_PATH'] ?? join(homedir(), '.cache/firebase/emulators');
  return (await Array.fromAsync(glob(join(cache, pattern)))).length > 0;
}

async function inCloudSdk(path: string): Promise<string | null> {
  try {
    const { stdout } = await run('gcloud', ['info', '--format=value(installation.sdk_root)']);
    const file = join(stdout.trim(), path);
    await access(file);
    return file;
  } catch {
    // No Google Cloud CLI, or one without this emulator: firebase-tools downloads it.
    return null;
  }
}

/** firebase-tools runs `java -jar`, and the CLI's JAR names no main class: this one does. */
async function firestoreLauncher(jar: string, directory: string): Promise<string> {
  const manifest = [
    'Manifest-Version: 1.0',
    'Main-Class: com.google.cloud.datastore.emulator.firestore.CloudFirestore',
    `Class-Path: ${pathToFileURL(jar).href}`,
  ];
  // A manifest's lines hold 72 bytes; the next line continues one with a space.
  const lines = manifest.map((line) => line.replace(/^.{72}|.{71}/g, '$&\n ').replace(/\n $/, ''));
  const launcher = join(directory, 'cloud-firestore-emulator.jar');
  await writeFile(launcher, zipSync({ 'META-INF/MANIFEST.MF': Buffer.from(`${lines.join('\n')}\n`) }));
  return launcher;
}

/** firebase-tools sets the mode of the file it is given, which may belong to another user. */
async function pubsubLauncher(program: string, directory: string): Promise<string> {
  const launcher = join(directory, 'cloud-pubsub-emulator');
  await writeFile(launcher, `#!/bin/sh\nexec "${program}" "$@"\n`);
  await chmod(launcher, 0o755);
  return launcher;
}
