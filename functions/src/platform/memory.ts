import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' }) => void;

let collect: Collect | undefined;

/**
 * Frees buffers that were used briefly, in about a millisecond. V8 lets the memory of buffers grow by 64 MB
 * before it looks for those that nobody uses any more: whoever streams a lot, and has little memory, calls this
 * every few megabytes.
 */
export function freeBuffers(): void {
  if (collect === undefined) {
    // Only contexts that are made from now on have it; this one stays as it is.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'minor' });
}
