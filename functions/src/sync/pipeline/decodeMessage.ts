import { decodeChange } from './change.ts';
import type { IncomingChange } from './prepareChange.ts';

/** Decodes a message from Pub/Sub. Never throws: a message that is not a change becomes `unreadable`. */
export function decodeMessage(id: string, message: Buffer): IncomingChange {
  const incoming = { id, message, bytes: message.length };
  try {
    return { ...incoming, change: decodeChange(message) };
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'the message is not JSON' : 'the message is not a change';
    return { ...incoming, change: { kind: 'unreadable', problem } };
  }
}
