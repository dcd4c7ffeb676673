import { logger as cloudLogger } from 'firebase-functions';

export type Severity = 'info' | 'warn' | 'error';

/** Receives every log entry: its severity, a short phrase, and its fields. */
export type LogSink = (severity: Severity, message: string, fields: object | undefined) => void;

let sink: LogSink = (severity, message, fields) => {
  if (fields === undefined) cloudLogger[severity](message);
  else cloudLogger[severity](message, fields);
};

/** The suite's log: structured entries in Cloud Logging, unless {@link setLogSink} says otherwise. */
export const logger = {
  info: (message: string, fields?: object): void => {
    sink('info', message, fields);
  },
  warn: (message: string, fields?: object): void => {
    sink('warn', message, fields);
  },
  error: (message: string, fields?: object): void => {
    sink('error', message, fields);
  },
};

/** Sends log entries elsewhere, as tests and commands do. Returns the sink used until now. */
export function setLogSink(next: LogSink): LogSink {
  const previous = sink;
  sink = next;
  return previous;
}
