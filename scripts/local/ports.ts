import { createServer } from 'node:net';

/** A port that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** @throws an error that says what to do when something listens on the port already. */
export async function assertFree(port: number, what: string): Promise<void> {
  if (await isBlocked(port)) {
    throw new Error(
      `Port ${String(port)}, for ${what}, is one that fetch refuses to talk to: choose another --port-offset`,
    );
  }
  try {
    await listenOnce(port);
  } catch {
    throw new Error(
      `Port ${String(port)}, for ${what}, is taken by another program. Stop that program, or move all ports: npm start -- --port-offset 100`,
    );
  }
}

/** Whether `fetch` blocks the port (https://fetch.spec.whatwg.org/#port-blocking); the emulators use it. */
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
