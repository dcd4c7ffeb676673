import {
  collection,
  deleteField,
  getDocsFromServer,
  or,
  query,
  serverTimestamp,
  where,
} from 'firebase/firestore';
import { alice, bob, merge, remove, set, signedOut, testRules, update, type Operation } from './support.ts';

const carol = 'carol';

describe('firestore.rules: connections', () => {
  const { given, allows, denies } = testRules('demo-rules-connections');
  const path = 'connections/one';
  const request = { fromUid: alice, toUid: bob, status: 'pending' };

  describe('the connections of a person, sent and received', () => {
    given({ [path]: request });
    const connectionsOf =
      (uid: string): Operation =>
      (db) =>
        getDocsFromServer(
          query(collection(db, 'connections'), or(where('fromUid', '==', uid), where('toUid', '==', uid))),
        );

    for (const uid of [alice, bob, carol])
      allows(`${uid} to list theirs in one query`, uid, connectionsOf(uid));
    denies('another user to list them', carol, connectionsOf(alice));
  });

  describe('a new connection', () => {
    given({ 'users/bob': { name: 'Bob' } });
    allows('a user to send a request', alice, set(path, request));
    allows('additional fields', alice, set(path, { ...request, note: 'Hello' }));
    denies('a signed-out client to create it', signedOut, set(path, request));
    denies('a request in the name of another user', carol, set(path, request));
    denies('the recipient to create it', bob, set(path, request));
    for (const status of ['accepted', 'declined', '', null]) {
      denies(`the status ${JSON.stringify(status)}`, alice, set(path, { ...request, status }));
    }
    for (const toUid of [alice, '', null, 1, [bob], { uid: bob }]) {
      denies(`the recipient ${JSON.stringify(toUid)}`, alice, set(path, { ...request, toUid }));
    }
    for (const fromUid of [null, '', [alice]]) {
      denies(`the sender ${JSON.stringify(fromUid)}`, alice, set(path, { ...request, fromUid }));
    }
    denies('a recipient of 129 characters', alice, set(path, { ...request, toUid: 'x'.repeat(129) }));
    denies('an id of 301 characters', alice, set(`connections/${'x'.repeat(301)}`, request));
    allows('the present as createdAt', alice, set(path, { ...request, createdAt: serverTimestamp() }));
    denies('another time as createdAt', alice, set(path, { ...request, createdAt: new Date('2020-01-01') }));
    denies('a verified request', alice, set(path, { ...request, verified: true }));
    denies('a request without fromUid', alice, set(path, { toUid: bob, status: 'pending' }));
    denies('a request without toUid', alice, set(path, { fromUid: alice, status: 'pending' }));
    denies('a request without status', alice, set(path, { fromUid: alice, toUid: bob }));
    denies('a signed-out client with a null fromUid', signedOut, set(path, { ...request, fromUid: null }));
  });

  describe('a pending connection', () => {
    given({ [path]: request });

    allows('the recipient to accept', bob, update(path, { status: 'accepted' }));
    allows('the recipient to accept through merge', bob, merge(path, { status: 'accepted' }));
    allows('the recipient to decline', bob, update(path, { status: 'declined' }));
    denies('the sender to accept', alice, update(path, { status: 'accepted' }));
    denies('another user to accept', carol, update(path, { status: 'accepted' }));
    denies('a signed-out client to accept', signedOut, update(path, { status: 'accepted' }));
    for (const status of ['pending', 'blocked', '', null, ['accepted'], deleteField()]) {
      const name =
        typeof status === 'object' && status && 'isEqual' in status ? 'no' : JSON.stringify(status);
      denies(`${name} status as the answer`, bob, update(path, { status }));
    }

    denies('the recipient to change fromUid', bob, update(path, { status: 'accepted', fromUid: carol }));
    denies('the recipient to change toUid', bob, update(path, { status: 'accepted', toUid: carol }));
    denies('the recipient to remove fromUid', bob, set(path, { toUid: bob, status: 'accepted' }));
    denies('the recipient to add a field', bob, update(path, { status: 'accepted', note: 'x' }));
    denies('the sender to change toUid', alice, update(path, { toUid: carol }));
    denies('another user to become the recipient', carol, update(path, { status: 'accepted', toUid: carol }));
    denies('the sender to replace it', alice, set(path, { ...request, toUid: carol }));

    allows('the sender to delete it', alice, remove(path));
    allows('the recipient to delete it', bob, remove(path));
    denies('another user to delete it', carol, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));
    denies('the sender to write a subcollection', alice, set(`${path}/messages/one`, { text: 'x' }));
  });

  describe('an answered connection', () => {
    given({ [path]: { ...request, status: 'accepted' } });

    allows('the recipient to decline afterwards', bob, update(path, { status: 'declined' }));
    denies('a return to pending', bob, update(path, { status: 'pending' }));
  });

  describe('a connection without toUid', () => {
    given({ [path]: { fromUid: alice, status: 'pending' } });

    allows('the sender to delete it', alice, remove(path));
    denies('another user to claim it', carol, update(path, { toUid: carol, status: 'accepted' }));
    denies('another user to answer it', carol, update(path, { status: 'accepted' }));
    denies('another user to delete it', carol, remove(path));
  });

  describe('a connection without fromUid', () => {
    given({ [path]: { toUid: bob } });

    allows('the recipient to answer it', bob, update(path, { status: 'declined' }));
    allows('the recipient to delete it', bob, remove(path));
    denies('another user to claim it', carol, update(path, { fromUid: carol }));
  });
});
