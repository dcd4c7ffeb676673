/**
 * Runs the repository's firestore.rules on the Firestore emulator at FIRESTORE_EMULATOR_HOST. Each suite
 * uses its own project there, emptied before each test.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  initializeTestEnvironment,
  type RulesTestContext,
  type RulesTestEnvironment,
  type TokenOptions,
} from '@firebase/rules-unit-testing';
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
  query,
  setDoc,
  setLogLevel,
  updateDoc,
  where,
  type DocumentData,
  type Firestore,
  type FirestoreError,
  type QueryFieldFilterConstraint,
} from 'firebase/firestore';
import { withAllowedDomains } from '../../../scripts/rules/allowedDomains.ts';

export type Operation = (db: Firestore) => Promise<unknown>;

/** Somebody with a token: the claims of theirs that differ from those of a verified member. */
export interface Person {
  uid: string;
  token: TokenOptions;
}

/** A person, the uid of a verified member, or null for a signed-out client. */
type Actor = Person | string | null;

/** Timeout per test and hook: a cold emulator on a busy machine takes seconds for its first responses. */
const TIMEOUT_MS = 30_000;

export const alice = 'alice';
export const bob = 'bob';
export const signedOut = null;

/** Documents that one of these tests refers to: the rules refuse answers to events and requests to people that do not exist. */
export function referredBy(path: string): Record<string, DocumentData> {
  const [event] = path.split('/attendees/');
  return {
    'users/bob': { name: 'Bob' },
    ...(event !== path && event && { [event]: { title: 'Hackathon', createdBy: 'olga' } }),
  };
}

export const get =
  (path: string): Operation =>
  (db) =>
    getDocFromServer(doc(db, path));

type Filter = Record<string, string>;

/** Lists a collection, or of it the documents whose fields have these values. */
export const list =
  (path: string, filter: Filter = {}): Operation =>
  (db) =>
    getDocsFromServer(query(collection(db, path), ...toConstraints(filter)));

/** Lists all collections of this name, like {@link list}. */
export const listGroup =
  (collectionId: string, filter: Filter = {}): Operation =>
  (db) =>
    getDocsFromServer(query(collectionGroup(db, collectionId), ...toConstraints(filter)));

function toConstraints(filter: Filter): QueryFieldFilterConstraint[] {
  return Object.entries(filter).map(([field, value]) => where(field, '==', value));
}

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
 * Sets up the suite in which it is called. `given` writes documents (by path) before each test, bypassing the rules;
 * `allows` and `denies` each declare one test.
 *
 * @param allowedDomains domains of members' addresses; none for any
 */
export function testRules(projectId: string, allowedDomains: string[] = []) {
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
    environment = await initializeTestEnvironment({
      projectId,
      firestore: { rules: await readRules(allowedDomains) },
    });
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
      db = contextOf(environment!, actor).firestore() as unknown as Firestore;
      clients.set(actor, db);
    }
    return db;
  }

  /** Writes documents, bypassing the rules. */
  async function write(documents: Record<string, DocumentData>): Promise<void> {
    const db = getFirestore(owner);
    await Promise.all(Object.entries(documents).map(([path, data]) => setDoc(doc(db, path), data)));
  }

  function given(documents: Record<string, DocumentData>): void {
    beforeEach(async function () {
      this.timeout(TIMEOUT_MS);
      await write(documents);
    });
  }

  /** Whether the rules let somebody do something. */
  async function isAllowed(actor: Actor, operation: Operation): Promise<boolean> {
    try {
      await operation(client(actor));
      return true;
    } catch (error) {
      if ((error as FirestoreError).code === 'permission-denied') return false;
      throw error;
    }
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
      assert.equal(await isAllowed(actor, operation), false);
    });
  }

  return {
    given,
    write,
    remove: (path: string) => deleteDoc(doc(getFirestore(owner), path)),
    isAllowed,
    allows,
    denies,
  };
}

/** Loads the rules for a named database, which `initializeTestEnvironment` cannot. */
export async function loadRules(projectId: string, databaseId: string): Promise<void> {
  const host = process.env['FIRESTORE_EMULATOR_HOST'] ?? '';
  const url = `http://${host}/emulator/v1/projects/${projectId}/databases/${databaseId}:securityRules`;
  const rules = { files: [{ name: 'firestore.rules', content: await readRules([]) }] };
  const response = await fetch(url, { method: 'PUT', body: JSON.stringify({ rules }) });
  assert.equal(response.status, 200, await response.text());
}

async function readRules(allowedDomains: string[]): Promise<string> {
  const rules = await readFile(new URL('../../../firestore.rules', import.meta.url), 'utf8');
  return withAllowedDomains(rules, allowedDomains);
}

function contextOf(environment: RulesTestEnvironment, actor: Actor): RulesTestContext {
  if (actor === null) return environment.unauthenticatedContext();
  const { uid, token } = typeof actor === 'string' ? { uid: actor, token: {} } : actor;
  return environment.authenticatedContext(uid, {
    email: `${uid}@campus.example`,
    email_verified: true,
    firebase: { sign_in_provider: 'password', identities: {} },
    ...token,
  });
}
