import type { Command } from 'commander';
import {
  readErasures,
  type ErasureFilter,
  type ErasureStatus,
} from '../../functions/src/accounts/erasure/readErasures.ts';
import { personHash } from '../../functions/src/platform/erasure/keyedHash.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { run } from '../lib/command.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openTarget } from '../lib/target.ts';
import { findPerson } from './findPerson.ts';

const RECEIPT = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Adds `accounts status`. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description(
      'show erasures that go on, or that of a person or a receipt, with each step and what it removed',
    )
    .argument('[person]', 'id or e-mail address, or the number of a receipt')
    .option('--json', 'print one JSON array')
    .action((person: string | undefined, { json }: { json?: true }, self: Command) =>
      run(async (cleanup) => {
        const { sql } = await openTarget(cleanup, self);
        const erasures = await findErasures(sql, person);
        const people = erasures.flatMap(({ uid }) => uid ?? []);
        await recordCommand(sql, 'accounts status', { people });
        if (json) console.log(JSON.stringify(erasures));
        else if (erasures.length === 0)
          console.log(
            person === undefined
              ? 'No erasure goes on.'
              : 'No erasure of this person was ever requested, or it was withdrawn.',
          );
        else if (person === undefined) console.table(erasures.map(toRow));
        else for (const erasure of erasures) print(erasure);
        return 0;
      }),
    );
}

async function findErasures(sql: Sql, person: string | undefined): Promise<ErasureStatus[]> {
  if (person === undefined) return readErasures(sql, 'open');
  const byReceipt = RECEIPT.test(person) ? await readErasures(sql, { receipt: person }) : [];
  if (byReceipt.length > 0) return byReceipt;
  const filter: ErasureFilter = { person: personHash(await findPerson(sql, person)) };
  return readErasures(sql, filter);
}

/** One line for each erasure that goes on. */
function toRow({ receipt, uid, dueAt, beganAt, steps }: ErasureStatus): object {
  const next = steps.find(({ finishedAt }) => finishedAt === null);
  return {
    receipt,
    person: uid,
    state: beganAt === null ? 'grace' : 'begun',
    next: next === undefined ? '' : `${next.step}, look ${String(next.look)}`,
    due: next?.dueAt ?? dueAt.toISOString(),
    attempts: next?.attempts ?? 0,
    error: next?.error ?? '',
  };
}

function print({
  receipt,
  uid,
  requestedBy,
  requestedAt,
  dueAt,
  beganAt,
  finishedAt,
  ...rest
}: ErasureStatus): void {
  const { removed, steps } = rest;
  console.log(`Receipt ${receipt}${uid === null ? '' : ` of ${uid}`}`);
  console.log(`  requested ${requestedAt.toISOString()} by ${requestedBy}, due ${dueAt.toISOString()}`);
  console.log(`  began     ${beganAt?.toISOString() ?? 'not yet'}`);
  console.log(`  finished  ${finishedAt?.toISOString() ?? 'not yet'}`);
  if (removed !== null) {
    console.table(
      Object.entries(removed).flatMap(([store, things]) =>
        Object.entries(things).map(([thing, count]) => ({ store, thing, removed: count })),
      ),
    );
  } else if (steps.length > 0) {
    console.table(steps.map((step) => ({ ...step, removed: JSON.stringify(step.removed) })));
  }
}
