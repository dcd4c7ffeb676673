import { CHANGES_TOPIC } from '../../functions/src/platform/config.ts';
import type { Cleanup } from '../lib/command.ts';
import type { Program } from './childProcess.ts';
import type { EmulatorName, FunctionSettings } from './emulatorFolder.ts';
import { PROJECT } from './project.ts';
import { freePort } from './ports.ts';
import { PushSubscription } from './pushSubscription.ts';
import { awaitListening, serveEventFunction } from './servedFunction.ts';

/**
 * Starts the built writer, `applyChanges`, as it is deployed: one instance that handles hundreds of messages at once,
 * so that they share batches, and that gets nacked messages again. The functions emulator does neither.
 */
export async function startWriter(
  cleanup: Cleanup,
  { hosts, logFile }: { hosts: Record<EmulatorName, string>; logFile: string },
  { params, secrets, environment }: FunctionSettings,
): Promise<Pick<Program, 'ended'>> {
  const port = await freePort();
  const writer = serveEventFunction('applyChanges', {
    port,
    env: {
      GCLOUD_PROJECT: PROJECT,
      FIRESTORE_EMULATOR_HOST: hosts.firestore,
      PUBSUB_EMULATOR_HOST: hosts.pubsub,
      ...params,
      ...secrets,
      ...environment,
    },
    logFile,
  });
  cleanup(writer.stop);
  if (!(await awaitListening(writer, port))) {
    throw new Error(`The writer did not start:\n${writer.output()}`);
  }
  const subscription = await PushSubscription.start(hosts.pubsub, CHANGES_TOPIC, port);
  cleanup(() => subscription.stop());
  return writer;
}
