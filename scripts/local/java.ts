import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the Firebase emulators require. */
const MINIMUM_VERSION = 21;

/** Usual locations of JDKs. */
const JVM_DIRECTORIES = [
  '/usr/lib/jvm/*',
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
  '/opt/homebrew/opt/openjdk*',
  `${process.env['HOME'] ?? ''}/.sdkman/candidates/java/*`,
  'C:/Program Files/Java/*',
  'C:/Program Files/Eclipse Adoptium/*',
];

/**
 * Finds Java 21 or later in `JAVA_HOME`, on the PATH, or in the usual locations. Returns its home; an empty string for
 * the one on the PATH.
 *
 * @throws Error that says what to install
 */
export async function findJava(): Promise<string> {
  const home = process.env['JAVA_HOME'];
  for (const candidate of home ? [home, ''] : ['']) {
    if ((await javaVersion(candidate)) >= MINIMUM_VERSION) return candidate;
  }
  for await (const candidate of glob(JVM_DIRECTORIES)) {
    if ((await javaVersion(candidate)) >= MINIMUM_VERSION) return candidate;
  }
  throw new Error(
    `The Firebase emulators need Java ${String(MINIMUM_VERSION)} or later, and none was found. Install one (for example from adoptium.net), or set JAVA_HOME to it.`,
  );
}

/** The `java` program of a Java home. */
export function javaProgram(home: string): string {
  return home === '' ? 'java' : join(home, 'bin', 'java');
}

async function javaVersion(home: string): Promise<number> {
  try {
    const { stderr } = await run(javaProgram(home), ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    // Not Java, or not runnable on this machine.
    return 0;
  }
}
