/**
 * Keeps the suite's log out of the test output. What a test logged is shown with it when it fails, and
 * {@link logged} gives it to tests that check it.
 */
import type { RootHookObject } from 'mocha';
import { setLogSink, type LogSink, type Severity } from '../../src/platform/logger.ts';

export interface LogEntry {
  severity: Severity;
  message: string;
  fields: object | undefined;
}

let entries: LogEntry[] = [];
let previous: LogSink | undefined;

/** What the running test, and its hooks before it, have logged so far. */
export function logged(severity?: Severity): LogEntry[] {
  return entries.filter((entry) => severity === undefined || entry.severity === severity);
}

/** Hooks around every test of a run. */
export const recordLogs: RootHookObject = {
  beforeAll() {
    previous = setLogSink((severity, message, fields) => {
      entries.push({ severity, message, fields });
    });
  },
  afterEach(this: Mocha.Context) {
    if (this.currentTest?.state === 'failed') {
      for (const { severity, message, fields } of entries)
        console.log(`      ${severity}: ${message}`, fields ?? '');
    }
    entries = [];
  },
  afterAll() {
    if (previous !== undefined) setLogSink(previous);
  },
};

/** Keeps the log of firebase-functions itself, which writes to the console, out of the test output. Returns the undo. */
export function muteFirebaseLog(): () => void {
  const undos = [process.stdout, process.stderr].map((stream) => {
    const { write } = stream as { write: (this: NodeJS.WriteStream, ...args: unknown[]) => boolean };
    stream.write = (...args: unknown[]) => isEntry(args[0]) || write.apply(stream, args);
    return () => Object.assign(stream, { write });
  });
  return () => {
    for (const undo of undos) undo();
  };
}

function isEntry(text: unknown): boolean {
  return typeof text === 'string' && /^\{.*"severity":/s.test(text);
}
