import type { Result } from './runChaos.ts';

/** Examples printed of each kind of difference. */
const EXAMPLES = 5;

/** Whether the run holds: nothing lost, nothing doubled, every number explained and true, every fault struck. */
export function holds({ verdict, faults, transientErrors, lies }: Result): boolean {
  const { lost, doubled, unreconciled } = verdict;
  const allStruck = faults.every(({ struckAt }) => struckAt !== null) && transientErrors > 0;
  return lost + doubled + unreconciled + lies.length === 0 && allStruck;
}

/** Faults of every kind that were injected. */
export function faultTotals({ faults, transientErrors, front, poison }: Result): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { name, struckAt } of faults) totals[name] = (totals[name] ?? 0) + (struckAt === null ? 0 : 1);
  return {
    ...totals,
    'statement failed for once (1 %)': transientErrors,
    'push delivered twice (2 %)': front.duplicated,
    'push held back up to 3 s (5 %)': front.held,
    'poison message (1 %)': poison,
  };
}

/** Prints what was done and what came of it. */
export function printReport(result: Result): void {
  const { verdict, front, faults } = result;
  table('Faults injected', faultTotals(result), (name) => {
    const times = faults.flatMap((fault) => (fault.name === name ? [fault.struckAt ?? NaN] : []));
    return times.length === 0 ? '' : `  after ${times.map((time) => time.toFixed(0)).join(', ')} s`;
  });
  table('Messages', {
    published: result.messages,
    'deliveries to a writer': front.deliveries,
    'refused, or the writer died over them': front.nacks,
    'turned away while no writer was up': front.turnedAway,
    acknowledged: front.acks,
    'writers that ended by themselves': result.endedByThemselves,
  });
  table('Counted in Postgres', {
    received: verdict.received,
    applied: verdict.applied,
    superseded: verdict.superseded,
    'dead-lettered': verdict.deadLettered,
  });
  table('Against the expected final state', {
    'documents, deleted ones included': verdict.documents,
    missing: verdict.missing.length,
    stale: verdict.stale.length,
    extra: verdict.extra.length,
    'dead letters expected': result.poison,
    'dead letters missing': verdict.lettersMissing.length,
    'messages never acknowledged': result.neverAcknowledged.length,
    'states applied twice': verdict.appliedTwice.length,
  });
  for (const { name, struckAt } of faults) {
    if (struckAt === null) console.error(`Did not happen, so this run proves nothing: ${name}`);
  }
  if (result.transientErrors === 0) console.error('No statement failed, so this run proves nothing.');
  for (const lie of result.lies) console.error(`The status did not tell the truth: ${lie}`);
  for (const { sentence } of verdict.disagreements) console.error(`Does not reconcile: ${sentence}`);
  const kinds = ['missing', 'stale', 'extra', 'lettersMissing', 'lettersUnexpected', 'appliedTwice'] as const;
  for (const kind of kinds) {
    if (verdict[kind].length > 0) console.error(`${kind}: ${verdict[kind].slice(0, EXAMPLES).join(', ')}`);
  }
}

function table(title: string, rows: Record<string, number>, note: (name: string) => string = () => ''): void {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(rows)) {
    console.log(`  ${name.padEnd(52)} ${value.toLocaleString('en').padStart(8)}${note(name)}`);
  }
}
