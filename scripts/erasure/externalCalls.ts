import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

type Write = (this: Socket, ...args: unknown[]) => boolean;

/**
 * Calls back before everything that this process sends: each write to a socket (statements to Postgres, requests to
 * Redis, the media stores and Firebase Authentication) and each request over HTTP/2 (Firestore), which Node writes past
 * its sockets.
 */
export function onExternalCall(callback: () => void): void {
  const prototype = Socket.prototype as unknown as { write: Write };
  const { write } = prototype;
  prototype.write = function (...args) {
    callback();
    return write.apply(this, args);
  };
  subscribe('http2.client.stream.created', callback);
}
