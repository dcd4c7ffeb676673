import { exportData } from '../../src/accounts/exportMyData.ts';
import type { ErasureReceipt } from '../../src/accounts/deleteMyAccount.ts';
import { requestErasure, withdrawErasure, type RequestedBy } from '../../src/accounts/erasure/requests.ts';
import { tidyDepartments, type Rights } from '../../src/accounts/roles/rights.ts';
import { checkPeopleIn } from '../../src/events/checkIn.ts';
import { makeCode } from '../../src/events/checkInCode.ts';
import { completeMediaUpload } from '../../src/media/completeUpload.ts';
import { authoriseUpload } from '../../src/media/createUpload.ts';
import { deleteOwnedMedia } from '../../src/media/deleteMedia.ts';
import type { MediaStores } from '../../src/media/files/mediaStores.ts';
import { getMediaUrls } from '../../src/media/mediaUrl.ts';
import { proxyUpload } from '../../src/media/uploadImage.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { keepsContract } from '../../src/platform/contract.ts';
import { DomainError } from '../../src/platform/errors.ts';
import { changeVerifiedSkill } from '../../src/skills/verifySkill.ts';
import { readSyncStatus } from '../../src/sync/syncStatus.ts';
import { firestoreWithHeartbeat } from '../docs/apiCampus.ts';
import { deployedCallables, type AnyCallable } from '../docs/deployedCallables.ts';
import { rowsAsFirestore } from './rowsAsFirestore.ts';

/** The deployed callables, by name; those that use something besides Postgres use stand-ins for it. */
export async function callablesOn(stores: MediaStores): Promise<Record<string, AnyCallable>> {
  const callables = await deployedCallables();
  for (const [name, handle] of Object.entries(standInHandlers(stores))) {
    const deployed = callables[name];
    if (deployed === undefined) throw new Error(`${name} is not deployed`);
    callables[name] = { ...deployed, handle: keepsContract({ ...deployed, handle }) };
  }
  return callables;
}

function standInHandlers(stores: MediaStores): Record<string, AnyCallable['handle']> {
  // Each handler is called with the input that its own schema has parsed.
  const withStores =
    (handle: (context: CallContext, stores: MediaStores, input: never) => Promise<unknown>) =>
    (context: CallContext, input: unknown) =>
      handle(context, stores, input as never);
  return {
    // The accounts are Firebase Authentication's.
    setUserRole: (_context, input) => {
      const { departments, ...rights } = input as Rights;
      return Promise.resolve({ ...rights, departments: tidyDepartments(departments) });
    },
    deleteMyAccount: ({ uid, ...context }) => requestGrace(context, uid, 'person'),
    eraseUser: ({ uid, ...context }, input) => {
      const { userId } = input as { userId: string };
      if (userId === uid) throw new DomainError('not-allowed', 'Nobody erases themselves.');
      return requestGrace(context, userId, 'administrator');
    },
    keepMyAccount: async ({ sql, uid }) => ({
      withdrawn: (await withdrawErasure(sql, uid, 'person')) === 'withdrawn',
    }),
    checkIn: (context, input) => checkPeopleIn(context, rowsAsFirestore(context.sql), input as never),
    checkInCode: (context, input) => {
      const { eventId } = input as { eventId: string };
      return makeCode(context, rowsAsFirestore(context.sql), eventId);
    },
    verifySkill: (context, input) =>
      changeVerifiedSkill(context, rowsAsFirestore(context.sql), input as never),
    createUpload: withStores(authoriseUpload),
    completeUpload: withStores(completeMediaUpload),
    uploadImage: withStores(proxyUpload),
    mediaUrl: withStores(getMediaUrls),
    deleteMedia: withStores((context, media, { mediaId }: { mediaId: string }) =>
      deleteOwnedMedia(context, media, mediaId),
    ),
    // Archives are not made.
    exportMyData: (context, input) => {
      const tools = { bucket: stores.bucket, enqueue: () => Promise.resolve() };
      return exportData(context, tools, input as never);
    },
    syncStatus: ({ sql }) => readSyncStatus(firestoreWithHeartbeat(), sql),
  };
}

/** Enters an erasure into the ledger, and leaves accounts and documents as they are. */
async function requestGrace(
  { sql, now }: Pick<CallContext, 'sql' | 'now'>,
  uid: string,
  requestedBy: RequestedBy,
): Promise<ErasureReceipt> {
  const dueAt = new Date(now.getTime() + 30 * 86_400_000);
  const identifiers = { emails: [], names: [], files: [] };
  const { receipt } = await requestErasure(sql, { uid, requestedBy, requestedAt: now, dueAt, identifiers });
  return { receipt, dueAt: dueAt.toISOString() };
}
