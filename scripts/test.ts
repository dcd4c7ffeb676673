import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from '../functions/src/platform/postgres.ts';
import { buildFunctions } from './lib/build.ts';
import { command, run, type Cleanup } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import type { SuiteName, SuiteOptions, SuiteResult } from './lib/testSuite.ts';
import { ROOT } from './lib/root.ts';
import { createAppRole } from './migrate/appRole.ts';
import { LOCAL_ERASURE_KEY } from './local/erasureKey.ts';
import { startEmulators } from './local/emulators.ts';
import { functionSettings } from './local/functionSettings.ts';
import { startMediaStores } from './local/mediaStores.ts';
import { startPgbouncer } from './local/pgbouncer.ts';
import { startPostgres } from './local/postgres.ts';
import { startRedis } from './local/redis/redis.ts';

const program = command(
  'npm test',
  'Runs the tests: unit (no network), redis (each Redis this machine has), postgres (a real server), emulator (the official Firebase emulators). On request only: pooler (the postgres tests through PgBouncer, on a server with unusual settings), browser (the TypeScript client in Chromium, against the emulators).',
)
  .option('--only <suites...>', 'run only these suites: unit, redis, postgres, emulator, pooler, browser')
  .option('--grep <text>', 'run only tests whose name contains this text')
  .option('--thorough', 'try everything in randomised tests and matrices, which takes minutes longer')
  .option('--verbose', 'print the name of every test')
  .parse();
const { only, grep, thorough, verbose } = program.opts<{
  only?: SuiteName[];
  grep?: string;
  thorough?: true;
  verbose?: true;
}>();

/** Seeds every randomised test of this run. */
const seed = process.env['SEED'] ?? String(randomInt(2 ** 31));

/** Starts what a suite needs and resolves to its settings, which reach the tests as environment variables. */
const SUITES: Record<SuiteName, (cleanup: Cleanup) => Promise<Record<string, string>>> = {
  unit: () => Promise.resolve({}),
  redis: () => Promise.resolve({}),
  postgres: postgresSettings,
  pooler: poolerSettings,
  emulator: emulatorSettings,
  browser: emulatorSettings,
};

/** Needs nothing but packages from npm. */
const DEFAULT_SUITES: SuiteName[] = ['unit', 'redis', 'postgres', 'emulator'];

/** Settings of a server that answers must not depend on. */
const UNUSUAL_SETTINGS = {
  DateStyle: 'SQL, DMY',
  TimeZone: 'Asia/Kolkata',
  statement_timeout: '2s',
  default_transaction_isolation: 'serializable',
};

let template: Promise<Record<string, string>> | undefined;

await run(async (cleanup) => {
  console.log(`Random tests are seeded with SEED=${seed}.`);
  let passed = 0;
  const failures: string[] = [];
  for (const suite of only ?? DEFAULT_SUITES) {
    console.log(`\n— ${suite} —`);
    const result = await runSuite(suite, await SUITES[suite](cleanup));
    passed += result.passed;
    failures.push(...result.failures.map((failure) => `${suite}: ${failure}`));
  }
  // Repeated at the end, where a reader of a long log looks first.
  for (const failure of failures) console.log(`Failed: ${failure}`);
  console.log(`${String(passed)} passed, ${String(failures.length)} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
});

async function runSuite(suite: SuiteName, settings: Record<string, string>): Promise<SuiteResult> {
  const options: SuiteOptions = { suite, grep, reporter: verbose ? 'spec' : 'dot' };
  const child = fork(join(ROOT, 'scripts/lib/testSuite.ts'), [JSON.stringify(options)], {
    cwd: ROOT,
    env: {
      ...process.env,
      SEED: seed,
      CHECK_CONTRACT: 'true',
      ERASURE_KEY: LOCAL_ERASURE_KEY,
      ...(thorough && { THOROUGH: '1' }),
      ...settings,
    },
  });
  let result: SuiteResult | undefined;
  child.on('message', (message) => (result = message as SuiteResult));
  await once(child, 'exit');
  return result ?? { passed: 0, failures: ['the suite ended without a result'] };
}

/** One server for most suites, with a migrated database for tests to clone. */
function postgresSettings(cleanup: Cleanup): Promise<Record<string, string>> {
  return (template ??= startPostgres(cleanup).then(prepareTemplate));
}

async function prepareTemplate(url: string): Promise<Record<string, string>> {
  const admin = connect(url, { max: 1 });
  await admin`create database migrated`;
  await admin.end();
  const migrated = url.replace(/\/postgres$/, '/migrated');
  await migrate(migrated);
  const password = await createAppRole({ url: migrated });
  return {
    TEST_POSTGRES_URL: url,
    TEST_TEMPLATE_DATABASE: 'migrated',
    TEST_APP_PASSWORD: password ?? '',
  };
}

/** A server with unusual settings behind a pooler in transaction mode. */
async function poolerSettings(cleanup: Cleanup): Promise<Record<string, string>> {
  const url = await startPostgres(cleanup, { settings: UNUSUAL_SETTINGS });
  return { ...(await prepareTemplate(url)), TEST_POOLER_URL: await startPgbouncer(cleanup, url) };
}

/** The emulators with the functions, and all that those need. */
async function emulatorSettings(cleanup: Cleanup): Promise<Record<string, string>> {
  await buildFunctions();
  const settings = await postgresSettings(cleanup);
  const redis = await startRedis(cleanup);
  console.log(`Redis: ${redis.backend}`);
  const mediaSettings = await startMediaStores(cleanup);
  const databaseUrl = settings['TEST_POSTGRES_URL'] ?? '';
  const { hosts } = await startEmulators(cleanup, {
    ports: 'free',
    functions: (addresses) => functionSettings(databaseUrl, redis, mediaSettings(addresses)),
  });
  await migrate(databaseUrl);
  return {
    ...settings,
    FIRESTORE_EMULATOR_HOST: hosts.firestore,
    PUBSUB_EMULATOR_HOST: hosts.pubsub,
    TEST_AUTH_HOST: hosts.auth,
    TEST_FUNCTIONS_HOST: hosts.functions,
    TEST_REDIS_URL: redis.url,
    TEST_REDIS_TOKEN: redis.token,
    // Without Google Cloud, looking for its metadata server takes seconds.
    METADATA_SERVER_DETECTION: 'none',
  };
}
