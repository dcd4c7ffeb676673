import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' }) => void;

let collect: Collect | undefined;

/**
 * Frees short-lived buffers, in about a millisecond. V8 lets the memory of buffers grow by 64 MB before it collects
 * unreachable ones; code that streams a lot in little memory calls this every few megabytes.
 */
export function freeBuffers(): void {
  if (collect === undefined) {
    // Only contexts created from now on have `gc`; this one stays as it is.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'minor' });
}
