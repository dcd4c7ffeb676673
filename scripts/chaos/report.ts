import type { ChaosResult } from './runChaos.ts';

/** Examples printed per kind of difference. */
const MAX_EXAMPLES = 5;

/** Whether nothing was lost or applied twice, all numbers reconcile, and every fault happened. */
export function hasPassed({ verdict, faults, transientErrors, statusErrors }: ChaosResult): boolean {
  const { lost, doubled, unreconciled } = verdict;
  const everyFaultHappened = faults.every(({ struckAt }) => struckAt !== null) && transientErrors > 0;
  return lost + doubled + unreconciled + statusErrors.length === 0 && everyFaultHappened;
}

/** Counts the injected faults by kind. */
export function countFaults({ faults, transientErrors, front, poison }: ChaosResult): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { name, struckAt } of faults) totals[name] = (totals[name] ?? 0) + (struckAt === null ? 0 : 1);
  return {
    ...totals,
    'statement failed once (1 %)': transientErrors,
    'push delivered twice (2 %)': front.duplicated,
    'push delayed by up to 3 s (5 %)': front.delayed,
    'poison message (1 %)': poison,
  };
}

/** Prints the faults, the deliveries, and the final state. */
export function printReport(result: ChaosResult): void {
  const { verdict, front, faults } = result;
  table('Faults injected', countFaults(result), (name) => {
    const times = faults.flatMap((fault) => (fault.name === name ? [fault.struckAt ?? NaN] : []));
    return times.length === 0 ? '' : `  after ${times.map((time) => time.toFixed(0)).join(', ')} s`;
  });
  table('Messages', {
    published: result.messages,
    'deliveries to a writer': front.deliveries,
    'nacked, or writer died': front.nacks,
    'rejected while no writer was running': front.unavailable,
    acknowledged: front.acks,
    'writers that exited unexpectedly': result.unexpectedExits,
  });
  table('Counted in Postgres', {
    received: verdict.received,
    applied: verdict.applied,
    superseded: verdict.superseded,
    'dead-lettered': verdict.deadLettered,
  });
  table('Compared with the expected final state', {
    'documents, including deleted ones': verdict.documents,
    missing: verdict.missing.length,
    stale: verdict.stale.length,
    extra: verdict.extra.length,
    'expected dead letters': result.poison,
    'missing dead letters': verdict.missingDeadLetters.length,
    'messages never acknowledged': result.neverAcknowledged.length,
    'states applied twice': verdict.appliedTwice.length,
  });
  for (const { name, struckAt } of faults) {
    if (struckAt === null) console.error(`This run proves nothing, because a fault did not happen: ${name}`);
  }
  if (result.transientErrors === 0) console.error('This run proves nothing, because no statement failed.');
  for (const error of result.statusErrors) console.error(`The status was wrong: ${error}`);
  for (const { sentence } of verdict.disagreements) console.error(`Does not reconcile: ${sentence}`);
  const kinds = [
    'missing',
    'stale',
    'extra',
    'missingDeadLetters',
    'unexpectedDeadLetters',
    'appliedTwice',
  ] as const;
  for (const kind of kinds) {
    if (verdict[kind].length > 0)
      console.error(`${kind}: ${verdict[kind].slice(0, MAX_EXAMPLES).join(', ')}`);
  }
}

function table(title: string, rows: Record<string, number>, note: (name: string) => string = () => ''): void {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(rows)) {
    console.log(`  ${name.padEnd(52)} ${value.toLocaleString('en').padStart(8)}${note(name)}`);
  }
}
