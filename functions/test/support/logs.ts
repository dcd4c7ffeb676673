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
