import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../lib/command.ts';

/** Starts an HTTP server on this machine. Returns its address as `host:port`. @param port 0 for any free port */
export async function startHttpServer(cleanup: Cleanup, handler: RequestListener, port = 0): Promise<string> {
  const server = createServer(handler);
  // Keep idle connections open: on a busy machine, a client's next request would race with their closing.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  cleanup(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
