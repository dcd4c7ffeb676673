import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the Firebase emulators ask for. */
const MINIMUM = 21;

/** Where systems keep their JDKs. */
const JVM_DIRECTORIES = [
  '/usr/lib/jvm/*',
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
  '/opt/homebrew/opt/openjdk*',
  `${process.env['HOME'] ?? ''}/.sdkman/candidates/java/*`,
  'C:/Program Files/Java/*',
  'C:/Program Files/Eclipse Adoptium/*',
];

/**
 * The home of the first Java of version 21 or later, looked for in `JAVA_HOME`, on the PATH, and in
 * the usual directories; an empty string stands for the one on the PATH.
 */
export async function findJava(): Promise<string> {
  const home = process.env['JAVA_HOME'];
  for (const candidate of home ? [home, ''] : ['']) {
    if ((await javaVersion(candidate)) >= MINIMUM) return candidate;
  }
  for await (const candidate of glob(JVM_DIRECTORIES)) {
    if ((await javaVersion(candidate)) >= MINIMUM) return candidate;
  }
  throw new Error(
    `The Firebase emulators need Java ${String(MINIMUM)} or later, and none was found. Install one (for example from adoptium.net), or set JAVA_HOME to it.`,
  );
}

/** The `java` program of a home. */
export function javaProgram(home: string): string {
  return home === '' ? 'java' : join(home, 'bin', 'java');
}

async function javaVersion(home: string): Promise<number> {
  try {
    const { stderr } = await run(javaProgram(home), ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    // Not a Java, or one that does not run here.
    return 0;
  }
}
