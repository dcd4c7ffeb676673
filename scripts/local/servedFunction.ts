import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../lib/root.ts';
import { startProgram, type Program } from './childProcess.ts';

const FRAMEWORK = fileURLToPath(
  new URL('../../node_modules/@google-cloud/functions-framework/build/src/main.js', import.meta.url),
);

/** Serves one built event function over HTTP, with the framework that Cloud Functions itself serves it with. */
export function serveEventFunction(
  name: string,
  { port, env, logFile }: { port: number; env: Record<string, string>; logFile: string },
): Program {
  const target = [`--target=${name}`, '--signature-type=cloudevent', `--port=${String(port)}`];
  return startProgram(process.execPath, [FRAMEWORK, `--source=${join(ROOT, 'functions')}`, ...target], {
    // Looking for Google Cloud's metadata server takes seconds, and there is none.
    env: { METADATA_SERVER_DETECTION: 'none', ...env },
    logFile,
  });
}

/** Waits until the port accepts connections, as long as `isRunning`. Returns whether it does. */
export async function awaitListening(port: number, isRunning: () => boolean): Promise<boolean> {
  while (isRunning() && !(await isListening(port))) await sleep(50);
  return isRunning();
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
