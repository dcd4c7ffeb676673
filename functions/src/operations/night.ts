import type { JobDefinition } from '../platform/job.ts';

/**
 * The jobs of the night, each behind the jobs it declares in `after`. Jobs that do not depend on each other keep the
 * order they are given in; jobs without `after` run all day and are left out.
 *
 * @throws when a job waits for one that is not a job of the night, or for itself by any detour.
 */
export function nightOrder(jobs: readonly JobDefinition[]): JobDefinition[] {
  const waiting = jobs.filter(({ after }) => after !== undefined);
  const names = new Set(waiting.map(({ name }) => name));
  for (const { name, after = [] } of waiting) {
    const unknown = after.filter((other) => !names.has(other));
    if (unknown.length > 0) {
      throw new Error(`${name} runs after ${unknown.join(', ')}, which is not a job of the night`);
    }
  }
  const ordered: JobDefinition[] = [];
  const placed = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ after = [] }) => after.every((other) => placed.has(other)));
    const [job] = next === -1 ? [] : waiting.splice(next, 1);
    if (job === undefined) {
      throw new Error(`these jobs wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
    }
    ordered.push(job);
    placed.add(job.name);
  }
  return ordered;
}
