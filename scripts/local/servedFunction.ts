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

/** Waits until a program accepts connections on a port, or has ended. Returns whether it accepts them. */
export async function awaitListening({ ended }: Pick<Program, 'ended'>, port: number): Promise<boolean> {
  while (!(await isListening(port))) {
    const ending = await Promise.race([ended, sleep(50, null)]);
    if (ending !== null) return false;
  }
  return true;
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
