import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection to a server that is cut after so many bytes, as often as is said. */
export interface CutConnection {
  /** `host:port` to connect to instead. */
  address: string;
  /** Cuts that are still to come. */
  cutsLeft: () => number;
  close: () => Promise<void>;
}

/** @param cuts bytes to the server after which all its connections end, each counted from the cut before */
export async function cutConnection(host: string, port: number, cuts: number[]): Promise<CutConnection> {
  const left = [...cuts];
  const sockets = new Set<Socket>();
  let sent = 0;
  const proxy = createServer((client) => {
    const server = connect(port, host);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    server.pipe(client);
    client.pipe(server);
    client.on('data', ({ length }) => {
      // As slow as Wi-Fi: some 6 MB a second, so that progress can be seen.
      client.pause();
      setTimeout(() => client.resume(), 10);
      sent += length;
      if (left[0] === undefined || sent < left[0]) return;
      left.shift();
      sent = 0;
      for (const socket of sockets) socket.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    address: `127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    cutsLeft: () => left.length,
    async close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await once(proxy, 'close');
    },
  };
}
