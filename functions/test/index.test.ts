import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { POLICY } from '../src/platform/identity/policy.ts';
import { LONGEST_TASK_SECONDS } from '../src/platform/tasks.ts';
import { collections } from '../src/sync/collections/index.ts';
import { sourceOf } from './support/sourceOf.ts';

const SOURCE = join(import.meta.dirname, '../src');

/** What a module that reads a secret contains. */
const READS = {
  DATABASE_URL: /^import \{[^}]*\bdatabase\b[^}]*\} from '[^']*\/postgres\.ts'/m,
  UPSTASH_REDIS_REST_TOKEN: /\bredisToken\.value\(/,
  CLOUDINARY_URL: /\bcloudinaryUrl\.value\(/,
  ERASURE_KEY: /\berasureKey\.value\(/,
  ALERT_WEBHOOK_URL: /\balertWebhookUrl\.name\b/,
};

/** What makes archives of people's data, or gives them. */
const EXPORT_FUNCTIONS = ['buildExport', 'exportMyData', 'finishExports'];
/** The functions that tasks call. */
const TASK_FUNCTIONS = ['buildExport', 'continueErasure'];
/** What erases people, or lets them ask for it. */
const ERASURE_FUNCTIONS = [
  ...['accountDeleted', 'continueErasure', 'deleteMyAccount', 'eraseUser', 'finishErasures', 'keepMyAccount'],
];
const ACCOUNT_FUNCTIONS = ['checkRoles', 'setUserRole'];
/** The callables that write to Firestore. */
const RECORD_FUNCTIONS = ['checkIn', 'checkInCode', 'verifySkill'];
/** The triggers that write to Firestore. */
const FIRESTORE_WRITERS = [
  'limitDailyWrites',
  'publishCard',
  'publishHeadline',
  'publishPhoto',
  'removeAttendees',
];

interface Loaded {
  functions: Record<string, Record<string, unknown>>;
  modules: string[];
  /** The names of the registered jobs. */
  jobs: string[];
}

describe('the deployed functions', () => {
  let loaded: Loaded;

  before(async () => {
    // In its own process, to see which modules importing the entry point loads.
    const script = `
      import { registerHooks } from 'node:module';
      const modules = [];
      registerHooks({ load: (url, context, next) => (modules.push(url), next(url, context)) });
      const { sync, ...functions } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
      const { registeredJobs } = await import(${JSON.stringify(new URL('../src/platform/job.ts', import.meta.url).href)});
      const jobs = registeredJobs().map(({ name }) => name);
      const grouped = Object.fromEntries(Object.entries(sync).map(([name, trigger]) => ['sync-' + name, trigger]));
      const endpoints = Object.entries({ ...functions, ...grouped }).map(([name, f]) => [name, f.__endpoint]);
      console.log(JSON.stringify({ functions: Object.fromEntries(endpoints), modules, jobs }));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
      { env: { ...process.env, GCLOUD_PROJECT: 'demo-student-talent' }, maxBuffer: 2 ** 24 },
    );
    loaded = JSON.parse(stdout) as Loaded;
  });

  it('are a trigger per collection, the writer, the other triggers, the tasks, the jobs and the callables', () => {
    const names = [
      ...['accountDeleted', 'applyChanges', 'backupMedia', 'cloudinaryWebhook'],
      ...FIRESTORE_WRITERS,
      ...TASK_FUNCTIONS,
      ...loaded.jobs,
      ...Object.keys(POLICY),
      ...Object.keys(collections).map((name) => `sync-${name}`),
    ];
    assert.deepEqual(Object.keys(loaded.functions).sort(), names.sort());
  });

  it('register every scheduled function as a job, under the name it is deployed under', () => {
    const scheduled = Object.entries(loaded.functions).filter(
      ([, endpoint]) => 'scheduleTrigger' in endpoint,
    );
    assert.deepEqual(scheduled.map(([name]) => name).sort(), loaded.jobs.toSorted());
  });

  it('give no task longer than Cloud Tasks waits for it', () => {
    for (const name of TASK_FUNCTIONS) {
      const { timeoutSeconds } = loaded.functions[name] ?? {};
      assert.ok(Number(timeoutSeconds) <= LONGEST_TASK_SECONDS, name);
    }
  });

  it('retry every event', () => {
    const events = Object.entries(loaded.functions).filter(([, endpoint]) => 'eventTrigger' in endpoint);
    assert.equal(events.length, Object.keys(collections).length + FIRESTORE_WRITERS.length + 3);
    for (const [name, endpoint] of events) {
      assert.equal((endpoint['eventTrigger'] as { retry: boolean }).retry, true, name);
    }
  });

  it('listen to the declared paths', () => {
    for (const [name, { path }] of Object.entries(collections)) {
      const trigger = loaded.functions[`sync-${name}`]?.['eventTrigger'] as {
        eventFilterPathPatterns: unknown;
      };
      assert.deepEqual(trigger.eventFilterPathPatterns, { document: path });
    }
  });

  it('load the clients of Pub/Sub, Redis, Cloudinary and Cloud Storage only on use', () => {
    assert.ok(
      loaded.modules.some((url) => url.includes('/firebase-admin/')),
      'loaded modules are recorded',
    );
    const early = loaded.modules.filter((url) =>
      /@google-cloud\/(pubsub|storage)|@upstash\/redis|node_modules\/cloudinary\/|\/sharp\//.test(url),
    );
    assert.deepEqual(early, []);
  });

  /** The texts of all modules that a function loads. */
  function sourceOfFunction(name: string): string[] {
    const [exported = ''] = name.split('-');
    const index = readFileSync(join(SOURCE, 'index.ts'), 'utf8');
    const path = new RegExp(`export \\{ ${exported} \\} from '(.*)'`).exec(index)?.[1];
    assert.ok(path, `index.ts exports ${name}`);
    return sourceOf(join(SOURCE, path));
  }

  it('are given the secrets that they read, and no others', () => {
    for (const [name, endpoint] of Object.entries(loaded.functions)) {
      const bound = (endpoint['secretEnvironmentVariables'] ?? []) as { key: string }[];
      const source = sourceOfFunction(name);
      const read = Object.entries(READS).filter(([, use]) => source.some((text) => use.test(text)));
      assert.deepEqual(bound.map(({ key }) => key).sort(), read.map(([secret]) => secret).sort(), name);
    }
  });

  it('run as the service account of their group', () => {
    for (const [name, endpoint] of Object.entries(loaded.functions)) {
      const source = sourceOfFunction(name);
      const usesCloudinary = source.some((text) => READS.CLOUDINARY_URL.test(text));
      let group = 'CALLABLES';
      if (name.startsWith('sync-')) group = 'TRIGGERS';
      else if (name === 'applyChanges') group = 'WRITER';
      else if (FIRESTORE_WRITERS.includes(name)) group = 'CARDS';
      else if (EXPORT_FUNCTIONS.includes(name)) group = 'EXPORTS';
      else if (ERASURE_FUNCTIONS.includes(name)) group = 'ERASURE';
      else if (usesCloudinary) group = 'MEDIA';
      else if (ACCOUNT_FUNCTIONS.includes(name)) group = 'ACCOUNTS';
      else if (RECORD_FUNCTIONS.includes(name)) group = 'RECORDS';
      else if (loaded.jobs.includes(name)) group = 'JOBS';
      assert.equal(endpoint['serviceAccountEmail'], `params.${group}_SERVICE_ACCOUNT`, name);
    }
  });

  it('publish changes only as the triggers', () => {
    const publishers = Object.keys(loaded.functions).filter((name) =>
      sourceOfFunction(name).some((text) => text.includes('publish(CHANGES_TOPIC')),
    );
    assert.deepEqual(
      publishers.sort(),
      Object.keys(collections)
        .map((name) => `sync-${name}`)
        .sort(),
    );
  });
});
