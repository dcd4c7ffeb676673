import { createServer } from 'node:net';

/** A port that is free at the moment. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** @throws Error that says what to do when the port is taken or unusable */
export async function assertFree(port: number, purpose: string): Promise<void> {
  if (await isBlocked(port)) {
    throw new Error(
      `Port ${String(port)}, needed for ${purpose}, is blocked by fetch. Choose another --port-offset.`,
    );
  }
  try {
    await listenOnce(port);
  } catch {
    throw new Error(
      `Port ${String(port)}, needed for ${purpose}, is used by another program. Stop that program, or shift all ports: npm start -- --port-offset 100`,
    );
  }
}

/** Whether `fetch`, which the emulators use, blocks the port: https://fetch.spec.whatwg.org/#port-blocking */
async function isBlocked(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${String(port)}`, { method: 'HEAD', signal: AbortSignal.timeout(500) });
    return false;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port';
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  });
}
