/**
 * Runs the repository's firestore.rules on the Firestore emulator at FIRESTORE_EMULATOR_HOST. Each suite
 * uses its own project there, emptied before each test.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { initializeTestEnvironment, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { deleteApp, initializeApp } from 'firebase/app';
import {
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  deleteDoc,
  doc,
  getDocFromServer,
  getDocsFromServer,
  getFirestore,
  setDoc,
  setLogLevel,
  updateDoc,
  type DocumentData,
  type Firestore,
} from 'firebase/firestore';

type Operation = (db: Firestore) => Promise<unknown>;

/** The uid of a user, or null for a signed-out client. */
type Actor = string | null;

/** Timeout per test and hook: a cold emulator on a busy machine takes seconds for its first responses. */
const TIMEOUT_MS = 30_000;

export const alice = 'alice';
export const bob = 'bob';
export const signedOut = null;

export const get =
  (path: string): Operation =>
  (db) =>
    getDocFromServer(doc(db, path));

export const list =
  (path: string): Operation =>
  (db) =>
    getDocsFromServer(collection(db, path));

export const listGroup =
  (collectionId: string): Operation =>
  (db) =>
    getDocsFromServer(collectionGroup(db, collectionId));

/** Creates or replaces the document. */
export const set =
  (path: string, data: DocumentData): Operation =>
  (db) =>
    setDoc(doc(db, path), data);

export const merge =
  (path: string, data: DocumentData): Operation =>
  (db) =>
    setDoc(doc(db, path), data, { merge: true });

export const update =
  (path: string, data: DocumentData): Operation =>
  (db) =>
    updateDoc(doc(db, path), data);

export const remove =
  (path: string): Operation =>
  (db) =>
    deleteDoc(doc(db, path));

/**
 * Sets up the suite in which it is called. `given` writes documents (by path) before each test, bypassing
 * the rules; `allows` and `denies` each declare one test.
 */
export function testRules(projectId: string) {
  let environment: RulesTestEnvironment | undefined;
  // `withSecurityRulesDisabled` reconnects at each call (60 ms), so one admin client writes all documents.
  const owner = initializeApp({ projectId }, projectId);
  const clients = new Map<Actor, Firestore>();

  before(async function () {
    this.timeout(TIMEOUT_MS);
    assert.ok(
      process.env['FIRESTORE_EMULATOR_HOST'],
      'FIRESTORE_EMULATOR_HOST is not set: start the Firestore emulator and set it to its host:port',
    );
    setLogLevel('silent');
    const rules = await readFile(new URL('../../../firestore.rules', import.meta.url), 'utf8');
    environment = await initializeTestEnvironment({ projectId, firestore: { rules } });
    const { host, port } = environment.emulators.firestore!;
    connectFirestoreEmulator(getFirestore(owner), host, port, { mockUserToken: 'owner' });
  });

  beforeEach(async function () {
    this.timeout(TIMEOUT_MS);
    await environment!.clearFirestore();
  });

  after(async () => {
    await environment?.cleanup();
    await deleteApp(owner);
  });

  function client(actor: Actor): Firestore {
    let db = clients.get(actor);
    if (!db) {
      const context =
        actor === null ? environment!.unauthenticatedContext() : environment!.authenticatedContext(actor);
      db = context.firestore() as unknown as Firestore;
      clients.set(actor, db);
    }
    return db;
  }

  function given(documents: Record<string, DocumentData>): void {
    beforeEach(async function () {
      this.timeout(TIMEOUT_MS);
      const db = getFirestore(owner);
      await Promise.all(Object.entries(documents).map(([path, data]) => setDoc(doc(db, path), data)));
    });
  }

  function allows(title: string, actor: Actor, operation: Operation): void {
    it(`allows ${title}`, async function () {
      this.timeout(TIMEOUT_MS);
      await operation(client(actor));
    });
  }

  function denies(title: string, actor: Actor, operation: Operation): void {
    it(`denies ${title}`, async function () {
      this.timeout(TIMEOUT_MS);
      await assert.rejects(operation(client(actor)), { code: 'permission-denied' });
    });
  }

  return { given, allows, denies };
}
