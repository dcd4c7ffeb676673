/** Rewrites one line of a terminal; elsewhere prints nothing. An empty line clears it. */
export function progressLine(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
