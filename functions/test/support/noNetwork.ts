import { Socket } from 'node:net';

// Unit tests talk to nobody: whatever tries to connect fails loudly, also inside a library.
Socket.prototype.connect = function connect(): never {
  throw new Error(
    'a unit test tried to use the network: name the test *.redis.test.ts, *.postgres.test.ts or *.emulator.test.ts',
  );
};
