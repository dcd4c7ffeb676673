import { median } from 'simple-statistics';
import { accounts, checkRevoked } from '../../functions/src/platform/identity/account.ts';
import { authorise } from '../../functions/src/platform/identity/authorise.ts';
import { callerOf } from '../../functions/src/platform/identity/caller.ts';
import { isPrivileged, POLICY } from '../../functions/src/platform/identity/policy.ts';
import { admitCall } from '../../functions/src/platform/limits/admitCall.ts';
import { InstanceLimits } from '../../functions/src/platform/limits/instanceLimits.ts';
import { writePolicyCampus } from '../../functions/test/platform/identity/policy/policyCampus.ts';
import { tryPolicy } from '../../functions/test/platform/identity/policy/tryPolicy.ts';
import { GoogleStandIn } from '../../functions/test/support/googleStandIn.ts';
import { memberToken } from '../lib/callContext.ts';
import type { Cleanup } from '../lib/command.ts';
import { startInProcessMedia } from '../local/inProcessMedia.ts';
import { timed } from './bench.ts';
import { scratchDatabase } from './scratch.ts';

const WARM_UP_CALLS = 200;
const CALLS = 2000;

const CLAIMS = { role: 'faculty', departments: ['Law'] };

const LIMITS = new InstanceLimits(() => ({ calls: Infinity, seconds: 60 }));

/**
 * Tries every cell of the policy (those of the rules need the emulators: see the tests), and measures what deciding costs
 * a call. Google answers in this process, so the look-up counts with what it takes here, without the network.
 */
export async function measure(cleanup: Cleanup): Promise<Record<string, number>> {
  const { sql } = await scratchDatabase(cleanup);
  const { stores } = await startInProcessMedia(cleanup, sql);
  await writePolicyCampus(sql);
  const cells = await tryPolicy(sql, stores);
  const unexpected = cells.filter(({ expected, actual }) => expected !== actual);
  if (unexpected.length > 0) console.table(unexpected);

  const google = await GoogleStandIn.start(cleanup);
  google.accounts.set('ada', { claims: CLAIMS });
  const [member, privileged, lookUp] = [
    await medianMs(() => authoriseFor('similarStudents')),
    await medianMs(() => authoriseFor('departmentOverview')),
    await medianMs(() => accounts().getUser('ada')),
  ];
  console.log(`\n${String(cells.length)} cells of the policy, ${String(unexpected.length)} unexpected`);
  console.table({
    'gate, count and policy, of calls that members may make': { 'median ms': member.toFixed(4) },
    'gate, count, policy and look-up, of privileged calls': { 'median ms': privileged.toFixed(4) },
    '… of which the Admin SDK asks for the account': { 'median ms': lookUp.toFixed(4) },
  });
  return {
    cells: cells.length,
    unexpected: unexpected.length,
    gate_overhead_ms: privileged,
    member_overhead_ms: member,
  };
}

async function authoriseFor(name: 'similarStudents' | 'departmentOverview'): Promise<void> {
  const gate = () => ({ emailDomains: ['campus.example'], requiresAppCheck: true });
  const credentials = { token: memberToken('ada', CLAIMS), appCheck: 'genuine' } as const;
  const limit = { calls: Infinity, seconds: 60 };
  const token = admitCall({ callable: name, limit }, credentials, { gate, limits: LIMITS });
  const caller = callerOf(token);
  authorise(POLICY[name], caller);
  if (isPrivileged(POLICY[name], caller)) await checkRevoked(token);
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < WARM_UP_CALLS + CALLS; call += 1) times.push(await timed(work));
  return median(times.slice(WARM_UP_CALLS));
}
