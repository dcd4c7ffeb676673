import { deleteField, serverTimestamp } from 'firebase/firestore';
import { alice, bob, merge, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: users', () => {
  const { given, allows, denies } = testRules('demo-rules-users');
  const path = 'users/alice';
  const user = { email: 'alice@example.org', name: 'Alice', skills: ['python'] };

  describe('a user without a document', () => {
    allows('the user to create it without a role', alice, set(path, user));
    allows('the user to create it as a student', alice, set(path, { ...user, role: 'student' }));
    allows('the user to create it through merge', alice, merge(path, user));
    for (const role of ['admin', 'faculty', 'alumni', 'Student', ' student', '', null, 1, ['student'], {}]) {
      denies(`the role ${JSON.stringify(role)} on create`, alice, set(path, { ...user, role }));
    }
    denies('the role admin on create through merge', alice, merge(path, { role: 'admin' }));
    denies('another user to create it', bob, set(path, user));
    denies('a signed-out client to create it', signedOut, set(path, user));
  });

  describe('a student', () => {
    given({ [path]: { ...user, role: 'student' } });

    allows('the user to update it', alice, update(path, { bio: 'Robots.' }));
    allows('the user to replace it with the same role', alice, set(path, { name: 'A', role: 'student' }));
    denies('another user to update it', bob, update(path, { bio: 'Robots.' }));
    denies('another user to replace it', bob, set(path, { ...user, role: 'student' }));
    denies('a signed-out client to update it', signedOut, update(path, { bio: 'Robots.' }));

    denies('the user to change their role', alice, update(path, { role: 'admin' }));
    denies(
      'the user to change their role together with another field',
      alice,
      update(path, { bio: '', role: 'admin' }),
    );
    denies('the user to change their role through merge', alice, merge(path, { role: 'admin' }));
    denies('the user to change their role through replacing', alice, set(path, { ...user, role: 'admin' }));
    denies('a role turned into a map', alice, update(path, { 'role.name': 'admin' }));
    denies('a null role', alice, update(path, { role: null }));
    denies('removing the role', alice, update(path, { role: deleteField() }));
    denies('removing the role through replacing', alice, set(path, user));

    denies('the user to delete it, which would leave everything else of theirs', alice, remove(path));
    denies('the user to say when it is deleted', alice, update(path, { deletionDueAt: serverTimestamp() }));
    denies('another user to delete it', bob, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));
  });

  describe('a user without a role', () => {
    given({ [path]: user });

    allows('the user to update it', alice, update(path, { bio: 'Robots.' }));
    allows('the user to replace it', alice, set(path, { name: 'A' }));
    denies('adding the role admin', alice, update(path, { role: 'admin' }));
    denies('adding the role student', alice, update(path, { role: 'student' }));
  });

  describe('an admin', () => {
    given({ [path]: { ...user, role: 'admin' } });

    allows('the user to update it', alice, update(path, { bio: 'Robots.' }));
    denies('another role', alice, update(path, { role: 'faculty' }));
    denies('an admin to update another user', alice, set('users/bob', { name: 'Bob' }));
  });

  describe('below a user', () => {
    denies('a subcollection that is not listed', alice, set(`${path}/secrets/one`, { text: 'x' }));
  });
});
