import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { collections } from '../src/sync/collections/index.ts';

interface Loaded {
  functions: Record<string, Record<string, unknown>>;
  modules: string[];
  /** The names of the registered jobs. */
  jobs: string[];
}

describe('what is deployed', () => {
  let loaded: Loaded;

  before(async () => {
    // In a process of its own, to see what importing the entry point alone loads.
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

  it('is a trigger for each collection, two subscribers, a webhook, jobs and callables', () => {
    const callables = [
      ...['manageDeadLetters', 'mergeSkills', 'searchTalent', 'similarStudents', 'syncStatus'],
      ...['recommendationQuality', 'recommendations', 'recordFeedback'],
      ...['completeUpload', 'createUpload', 'deleteMedia', 'mediaUrl', 'mediaUsage', 'uploadImage'],
      ...['careerPaths', 'engagementForecast', 'recordProfileView', 'studentsAtRisk'],
      ...['departmentOverview', 'eventInsights', 'platformReport', 'skillTrends', 'userAnalytics'],
    ];
    const names = [
      ...['applyChanges', 'backupMedia', 'cloudinaryWebhook'],
      ...loaded.jobs,
      ...callables,
      ...Object.keys(collections).map((name) => `sync-${name}`),
    ];
    assert.deepEqual(Object.keys(loaded.functions).sort(), names.sort());
  });

  it('registers every scheduled function as a job, under the name it is deployed under', () => {
    const scheduled = Object.entries(loaded.functions).filter(
      ([, endpoint]) => 'scheduleTrigger' in endpoint,
    );
    assert.deepEqual(scheduled.map(([name]) => name).sort(), loaded.jobs.toSorted());
  });

  it('retries every event', () => {
    const events = Object.entries(loaded.functions).filter(([, endpoint]) => 'eventTrigger' in endpoint);
    assert.equal(events.length, Object.keys(collections).length + 2);
    for (const [name, endpoint] of events) {
      assert.equal((endpoint['eventTrigger'] as { retry: boolean }).retry, true, name);
    }
  });

  it('listens to the paths that are declared', () => {
    for (const [name, { path }] of Object.entries(collections)) {
      const trigger = loaded.functions[`sync-${name}`]?.['eventTrigger'] as {
        eventFilterPathPatterns: unknown;
      };
      assert.deepEqual(trigger.eventFilterPathPatterns, { document: path });
    }
  });

  it('loads the clients of Pub/Sub, Redis, Cloudinary and Cloud Storage only when they are used', () => {
    assert.ok(
      loaded.modules.some((url) => url.includes('/firebase-admin/')),
      'what is loaded is seen',
    );
    const early = loaded.modules.filter((url) =>
      /@google-cloud\/(pubsub|storage)|@upstash\/redis|node_modules\/cloudinary\/|\/sharp\//.test(url),
    );
    assert.deepEqual(early, []);
  });
});
