import { deleteField } from 'firebase/firestore';
import { alice, bob, get, list, merge, remove, set, signedOut, testRules, update } from './support.ts';

const carol = 'carol';

describe('firestore.rules: connections', () => {
  const { given, allows, denies } = testRules('demo-rules-connections');
  const path = 'connections/one';
  const request = { fromUid: alice, toUid: bob, status: 'pending' };

  describe('a new connection', () => {
    allows('a user to ask another one', alice, set(path, request));
    allows('a field of the app beside the required ones', alice, set(path, { ...request, createdAt: 1 }));
    denies('a signed-out client to create it', signedOut, set(path, request));
    denies('asking in the name of another user', carol, set(path, request));
    denies('the asked user to create it', bob, set(path, request));
    for (const status of ['accepted', 'declined', '', null]) {
      denies(`the status ${JSON.stringify(status)}`, alice, set(path, { ...request, status }));
    }
    for (const toUid of [alice, '', null, 1, [bob], { uid: bob }]) {
      denies(`asking ${JSON.stringify(toUid)}`, alice, set(path, { ...request, toUid }));
    }
    for (const fromUid of [null, '', [alice]]) {
      denies(`asking as ${JSON.stringify(fromUid)}`, alice, set(path, { ...request, fromUid }));
    }
    denies('no fromUid', alice, set(path, { toUid: bob, status: 'pending' }));
    denies('no toUid', alice, set(path, { fromUid: alice, status: 'pending' }));
    denies('no status', alice, set(path, { fromUid: alice, toUid: bob }));
    denies('a signed-out client with a null fromUid', signedOut, set(path, { ...request, fromUid: null }));
  });

  describe('a pending connection', () => {
    given({ [path]: request });

    for (const [name, uid] of Object.entries({ 'the asking': alice, 'the asked': bob, 'any other': carol })) {
      allows(`${name} user to get it`, uid, get(path));
      allows(`${name} user to list connections`, uid, list('connections'));
    }
    denies('a signed-out client to get it', signedOut, get(path));
    denies('a signed-out client to list connections', signedOut, list('connections'));

    allows('the asked user to accept', bob, update(path, { status: 'accepted' }));
    allows('the asked user to accept through merge', bob, merge(path, { status: 'accepted' }));
    allows('the asked user to decline', bob, update(path, { status: 'declined' }));
    denies('the asking user to accept', alice, update(path, { status: 'accepted' }));
    denies('any other user to accept', carol, update(path, { status: 'accepted' }));
    denies('a signed-out client to accept', signedOut, update(path, { status: 'accepted' }));
    for (const status of ['pending', 'blocked', '', null, ['accepted'], deleteField()]) {
      const name =
        typeof status === 'object' && status && 'isEqual' in status ? 'no' : JSON.stringify(status);
      denies(`${name} status as the answer`, bob, update(path, { status }));
    }

    denies('the asked user to change fromUid', bob, update(path, { status: 'accepted', fromUid: carol }));
    denies('the asked user to change toUid', bob, update(path, { status: 'accepted', toUid: carol }));
    denies('the asked user to remove fromUid', bob, set(path, { toUid: bob, status: 'accepted' }));
    denies('the asked user to add a field', bob, update(path, { status: 'accepted', note: 'x' }));
    denies('the asking user to change toUid', alice, update(path, { toUid: carol }));
    denies(
      'any other user to become the asked one',
      carol,
      update(path, { status: 'accepted', toUid: carol }),
    );
    denies('the asking user to replace it', alice, set(path, { ...request, toUid: carol }));

    allows('the asking user to delete it', alice, remove(path));
    allows('the asked user to delete it', bob, remove(path));
    denies('any other user to delete it', carol, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));
    denies('either side to write below it', alice, set(`${path}/messages/one`, { text: 'x' }));
  });

  describe('an answered connection', () => {
    given({ [path]: { ...request, status: 'accepted' } });

    allows('the asked user to decline after all', bob, update(path, { status: 'declined' }));
    denies('a return to pending', bob, update(path, { status: 'pending' }));
  });

  describe('a connection without toUid', () => {
    given({ [path]: { fromUid: alice, status: 'pending' } });

    allows('the asking user to delete it', alice, remove(path));
    denies('any other user to claim it', carol, update(path, { toUid: carol, status: 'accepted' }));
    denies('any other user to answer it', carol, update(path, { status: 'accepted' }));
    denies('any other user to delete it', carol, remove(path));
  });

  describe('a connection without fromUid', () => {
    given({ [path]: { toUid: bob } });

    allows('the asked user to answer it', bob, update(path, { status: 'declined' }));
    allows('the asked user to delete it', bob, remove(path));
    denies('any other user to claim it', carol, update(path, { fromUid: carol }));
  });
});
