import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { PubSub, type Message, type Subscription } from '@google-cloud/pubsub';
import functionsTest from 'firebase-functions-test';
import { initialize } from '../../src/platform/app.ts';
import { CHANGES_TOPIC } from '../../src/platform/config.ts';
import { decodeChange, MAX_INLINE_BYTES, type Change } from '../../src/sync/pipeline/change.ts';
import { sync } from '../../src/sync/sync.ts';
import { PROJECT, setting } from '../support/environment.ts';

/** A project to which the emulated writer does not listen. */
const PUBSUB_PROJECT = `demo-triggers-${String(process.pid)}`;

/** Sets the project of Google Cloud clients that are created from now on. */
function setProject(project: string): void {
  process.env['GCLOUD_PROJECT'] = project;
  process.env['GOOGLE_CLOUD_PROJECT'] = project;
}

describe('a collection trigger', () => {
  const offline = functionsTest({ projectId: PROJECT });
  const trigger = offline.wrap(sync['users'] as Parameters<typeof offline.wrap>[0]) as (
    event: object,
  ) => Promise<void>;
  const messages = new EventEmitter();
  let client: PubSub;
  let subscription: Subscription;

  before(async () => {
    setting('PUBSUB_EMULATOR_HOST');
    initialize(PROJECT);
    setProject(PUBSUB_PROJECT);
    client = new PubSub({ projectId: PUBSUB_PROJECT });
    const [topic] = await client.createTopic(CHANGES_TOPIC);
    [subscription] = await topic.createSubscription('test');
    const receivedIds = new Set<string>();
    subscription.on('message', (message: Message) => {
      message.ack();
      if (!receivedIds.has(message.id)) messages.emit('published', message.data);
      receivedIds.add(message.id);
    });
  });
  after(async () => {
    await subscription.close();
    await client.close();
    offline.cleanup();
    setProject(PROJECT);
  });

  const state = (fields: object, updateTime: string) =>
    offline.firestore.makeDocumentSnapshot(fields, 'users/ada', {
      createTime: '2026-01-01T00:00:00.000001Z',
      updateTime,
    });
  const missing = () => offline.firestore.makeDocumentSnapshot({}, 'users/ada');

  async function published(before: unknown, after: unknown): Promise<Change> {
    const next = once(messages, 'published') as Promise<[Buffer]>;
    await trigger({ data: { before, after }, params: { uid: 'ada' }, database: '(default)' });
    const [data] = await next;
    return decodeChange(data);
  }

  it('publishes the whole document with its version', async () => {
    assert.deepEqual(await published(missing(), state({ name: 'Ada' }, '2026-01-01T00:00:00.123456Z')), {
      kind: 'upsert',
      path: 'users/ada',
      version: 1_767_225_600_123_456,
      createTime: '2026-01-01T00:00:00.000001Z',
      updateTime: '2026-01-01T00:00:00.123456Z',
      data: { name: 'Ada' },
    });
  });

  it('publishes a deletion with the version above the last state', async () => {
    assert.deepEqual(await published(state({ name: 'Ada' }, '2026-01-01T00:00:00.123456Z'), missing()), {
      kind: 'delete',
      path: 'users/ada',
      version: 1_767_225_600_123_457,
    });
  });

  it('publishes a pointer to a document that is too large for a message', async () => {
    const large = state({ bio: 'x'.repeat(MAX_INLINE_BYTES) }, '2026-01-01T00:00:00.000001Z');
    assert.deepEqual(await published(missing(), large), {
      kind: 'reread',
      path: 'users/ada',
      version: 1_767_225_600_000_001,
    });
  });

  it('publishes the reason if a document cannot be encoded', async () => {
    const unencodable = Object.assign(state({ name: 'Ada' }, '2026-01-01T00:00:00.000001Z'), {
      data: () => ({ amount: new Set() }),
    });
    const change = await published(missing(), unencodable);
    assert.equal(change.kind, 'refused');
    assert.match((change as { reason: string }).reason, /cannot contain a Set: add the type to encoding.ts/);
  });

  it('throws, so that the event is redelivered, if there is no document to publish', async () => {
    await assert.rejects(
      (sync['users'] as { run: (event: object) => Promise<void> }).run({ id: '7', database: '(default)' }),
      /event 7 carries no document/,
    );
  });
});
