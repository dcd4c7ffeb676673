/**
 * Connects the names and addresses that are reserved for tests and documents (`*.test`, RFC 2606; 192.0.2.0/24, RFC
 * 5737) to this machine. Importing it is enough, also with `--import` for a command.
 */
import { Socket } from 'node:net';

const RESERVED = /\.test$|^192\.0\.2\.\d+$/;

type Connect = (this: Socket, ...given: unknown[]) => Socket;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called on each socket below
const connect = Socket.prototype.connect as Connect;

Socket.prototype.connect = function connectToReserved(this: Socket, ...given: unknown[]): Socket {
  const [options] = given.flat() as [{ host?: string } | undefined];
  if (options?.host !== undefined && RESERVED.test(options.host)) options.host = '127.0.0.1';
  return connect.apply(this, given);
};
