import { createServer } from 'node:net';

/** A port that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** @throws an error that says what to do when something listens on the port already. */
export async function assertFree(port: number, what: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch {
    throw new Error(
      `Port ${String(port)}, for ${what}, is taken by another program. Stop that program, or move all ports: npm start -- --port-offset 100`,
    );
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
