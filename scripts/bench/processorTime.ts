import { readFile } from 'node:fs/promises';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/** Milliseconds of processor time that some work takes: of this process and of the Postgres server, together. */
export type ProcessorTime = (work: () => Promise<unknown>) => Promise<number>;

/**
 * @throws on other systems than Linux, which alone tells the time of other programs, and if the server is on another
 *   machine
 */
export async function processorTime(sql: Sql): Promise<ProcessorTime> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const server = await parentOf(row?.pid ?? 0);
  if (server === null)
    throw new Error('Processor time is only measured on Linux, with Postgres on this machine.');
  return async (work) => {
    // This process last, then first, so that reading the server's time is not counted.
    const serverBefore = await timeOfChildren(server);
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 + (await timeOfChildren(server)) - serverBefore;
  };
}

/** Null if there is no such process. */
async function parentOf(pid: number): Promise<number | null> {
  const status = await read(`${String(pid)}/stat`);
  // The name, in brackets, may hold blanks: "123 (postgres: x) S 45 …".
  const [, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return parent === undefined ? null : Number(parent);
}

/** Milliseconds that the running children of a process have used. */
async function timeOfChildren(pid: number): Promise<number> {
  const parent = String(pid);
  const children = (await read(`${parent}/task/${parent}/children`)).split(' ').filter(Boolean);
  const times = await Promise.all(
    children.map(async (child) => {
      const [nanoseconds = ''] = (await read(`${child}/schedstat`)).split(' ');
      return Number(nanoseconds) / 1e6;
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** A file of `/proc`; empty for a process that has ended. */
async function read(file: string): Promise<string> {
  return readFile(`/proc/${file}`, 'utf8').catch(() => '');
}
