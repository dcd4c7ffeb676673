import { arrayRemove, arrayUnion, deleteField } from 'firebase/firestore';
import { alice, bob, merge, remove, set, signedOut, testRules, update } from './support.ts';

const carol = 'carol';
const dave = 'dave';

describe('firestore.rules: showcase_posts', () => {
  const { given, allows, denies } = testRules('demo-rules-showcase-posts');
  const path = 'showcase_posts/robot';
  const draft = { userId: alice, content: 'My robot' };
  const fromBob = { userId: bob, text: 'Nice', tags: ['robot'] };
  const fromCarol = { userId: carol, text: 'Wow' };
  const fromDave = { userId: dave, text: 'How?' };
  const fromAlice = { userId: alice, text: 'Thanks' };
  const comments = [fromBob, fromCarol, fromBob];

  describe('a new post', () => {
    allows('the author to create it', alice, set(path, draft));
    allows(
      'empty likes, shares and comments',
      alice,
      set(path, { ...draft, likes: [], shares: [], comments: [] }),
    );
    denies('a post in the name of another user', bob, set(path, draft));
    denies('a signed-out client to create it', signedOut, set(path, draft));
    denies('a post without an author', alice, set(path, { content: 'My robot' }));
    for (const userId of [null, '', [alice], { uid: alice }]) {
      denies(`the author ${JSON.stringify(userId)}`, alice, set(path, { ...draft, userId }));
    }
    denies('a signed-out client with a null author', signedOut, set(path, { ...draft, userId: null }));

    for (const field of ['likes', 'shares']) {
      allows(`the own uid in ${field}`, alice, set(path, { ...draft, [field]: [alice] }));
      allows(
        `the own uid in ${field} through merge`,
        alice,
        merge(path, { ...draft, [field]: arrayUnion(alice) }),
      );
      for (const value of [[bob], [alice, bob], [alice, alice], [null], { alice: true }, alice, 5, null]) {
        denies(`${JSON.stringify(value)} as ${field}`, alice, set(path, { ...draft, [field]: value }));
      }
    }
    for (const value of [[fromBob], [fromAlice, fromBob], {}, '', 5, null]) {
      denies(`${JSON.stringify(value)} as comments`, alice, set(path, { ...draft, comments: value }));
    }
  });

  describe('a post', () => {
    given({ [path]: { ...draft, likes: [bob, carol], shares: [bob, carol], comments } });

    allows('its author to update it', alice, update(path, { content: 'Our robot', skills: ['cad'] }));
    denies('another user to update it', bob, update(path, { content: 'Our robot' }));
    denies(
      'another user to update it with a like',
      dave,
      update(path, { content: '', likes: arrayUnion(dave) }),
    );
    denies('another user to remove a field', bob, update(path, { content: deleteField() }));
    denies('a signed-out client to update it', signedOut, update(path, { content: 'Our robot' }));
    denies('a signed-out client to write it unchanged', signedOut, merge(path, draft));

    denies('another user to take it over', bob, update(path, { userId: bob }));
    denies('another user to take it over through merge', bob, merge(path, { ...draft, userId: bob }));
    denies('another user to take it over through replacing', bob, set(path, { ...draft, userId: bob }));
    denies('its author to give it away', alice, update(path, { userId: bob }));
    denies('its author to remove the author', alice, update(path, { userId: deleteField() }));
    denies('its author to replace it without the reactions', alice, set(path, draft));

    allows('its author to delete it', alice, remove(path));
    denies('another user to delete it', bob, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));
    denies('its author to write a subcollection', alice, set(`${path}/likes/bob`, { at: 1 }));

    for (const field of ['likes', 'shares']) {
      describe(field, () => {
        const change = (value: unknown) => update(path, { [field]: value });

        allows('another user to add themselves', dave, change(arrayUnion(dave)));
        allows('another user to add themselves by value', dave, change([bob, carol, dave]));
        allows('another user to remove themselves', bob, change(arrayRemove(bob)));
        allows('another user to remove themselves by value', bob, change([carol]));
        allows('the author to add themselves', alice, change(arrayUnion(alice)));
        allows('a user who is listed to add themselves, which changes nothing', bob, change(arrayUnion(bob)));
        allows(
          'a user who is not listed to remove themselves, which changes nothing',
          dave,
          change(arrayRemove(dave)),
        );

        for (const [name, uid] of Object.entries({ 'another user': dave, 'the author': alice })) {
          denies(`${name} to add someone else`, uid, change(arrayUnion('erin')));
          denies(`${name} to add themselves and someone else`, uid, change([bob, carol, uid, 'erin']));
          denies(`${name} to remove someone else`, uid, change(arrayRemove(bob)));
          denies(`${name} to replace someone else by themselves`, uid, change([bob, uid]));
          denies(`${name} to add themselves twice`, uid, change([bob, carol, uid, uid]));
          denies(`${name} to add someone else a second time`, uid, change([bob, carol, carol]));
          denies(`${name} to empty it`, uid, change([]));
          denies(`${name} to remove the field`, uid, change(deleteField()));
          for (const value of [{}, { [uid]: true }, uid, 3, null, [[bob, carol], uid].flat().join()]) {
            denies(`${name} to make it ${JSON.stringify(value)}`, uid, change(value));
          }
        }
        denies('a user to replace themselves by someone else', bob, change([dave, carol]));
        denies('a user who is listed to add themselves again', bob, change([bob, carol, bob]));
        denies('a user to remove someone else with themselves', bob, change([]));
        denies('a signed-out client to add someone', signedOut, change(arrayUnion(dave)));
        denies('a signed-out client to add null', signedOut, change(arrayUnion(null)));
        denies('a signed-out client to remove someone', signedOut, change(arrayRemove(bob)));
      });
    }

    describe('comments', () => {
      const change = (value: unknown) => update(path, { comments: value });

      allows('another user to comment', dave, change(arrayUnion(fromDave)));
      allows('another user to comment by value', dave, change([...comments, fromDave]));
      allows('another user to comment again', bob, change([...comments, { ...fromBob, text: 'Very nice' }]));
      allows('the author to comment', alice, change(arrayUnion(fromAlice)));
      allows('a long comment', dave, change(arrayUnion({ userId: dave, text: 'x'.repeat(5000) })));
      for (const field of ['text', 'content']) {
        denies(
          `${field} of 5,001 characters`,
          dave,
          change(arrayUnion({ userId: dave, [field]: 'x'.repeat(5001) })),
        );
        denies(`${field} that is a list`, dave, change(arrayUnion({ userId: dave, [field]: ['x'] })));
      }
      const wide = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`other${String(index)}`, 1]));
      denies('a comment of 21 fields', dave, change(arrayUnion({ userId: dave, ...wide })));

      for (const [name, uid, own] of [
        ['another user', dave, fromDave],
        ['the author', alice, fromAlice],
      ] as const) {
        denies(`${name} to comment as someone else`, uid, change(arrayUnion({ ...fromBob, text: 'Bad' })));
        denies(`${name} to repeat someone else's comment`, uid, change([...comments, fromCarol]));
        denies(`${name} to add two comments at once`, uid, change([...comments, own, { ...own, text: '2' }]));
        denies(
          `${name} to add one of someone else together with their own`,
          uid,
          change([...comments, fromBob, own]),
        );
        denies(`${name} to insert a comment at the start`, uid, change([own, ...comments]));
        denies(`${name} to replace a comment with their own`, uid, change([fromBob, own, fromBob]));
        denies(`${name} to alter a comment`, uid, change([fromBob, { ...fromCarol, text: 'Boo' }, fromBob]));
        denies(
          `${name} to alter a comment while adding one`,
          uid,
          change([fromBob, { ...fromCarol, text: 'Boo' }, fromBob, own]),
        );
        denies(
          `${name} to alter a nested field of a comment`,
          uid,
          change([{ ...fromBob, tags: [] }, fromCarol, fromBob]),
        );
        denies(`${name} to reorder comments`, uid, change([fromCarol, fromBob, fromBob]));
        denies(
          `${name} to replace one comment with a copy of another`,
          uid,
          change([fromBob, fromBob, fromBob]),
        );
        denies(`${name} to add a comment without userId`, uid, change(arrayUnion({ text: 'Hi' })));
        denies(`${name} to add a comment with a null userId`, uid, change(arrayUnion({ userId: null })));
        denies(`${name} to add a comment that is a uid`, uid, change(arrayUnion(uid)));
        for (const value of [{}, { 3: own }, 'text', 4, null]) {
          denies(`${name} to make it ${JSON.stringify(value)}`, uid, change(value));
        }
      }

      allows('the author to remove a comment', alice, change([fromBob, fromBob]));
      allows('the author to remove several', alice, change(arrayRemove(fromBob)));
      allows('the author to remove all', alice, change([]));
      allows('the author to remove the field', alice, change(deleteField()));
      denies('the author to remove one and alter another', alice, change([{ ...fromBob, text: 'Bad' }]));
      denies('another user to remove someone else’s comment', dave, change(arrayRemove(fromCarol)));
      denies('another user to remove all', dave, change([]));
      denies('another user to remove the field', dave, change(deleteField()));
      denies('a signed-out client to comment', signedOut, change(arrayUnion(fromDave)));
      denies(
        'a signed-out client to comment with a null userId',
        signedOut,
        change(arrayUnion({ userId: null })),
      );
    });

    describe('several changes at once', () => {
      const react = { likes: arrayUnion(dave), shares: arrayUnion(dave), comments: arrayUnion(fromDave) };

      allows('another user to like, share and comment', dave, update(path, react));
      denies(
        'another user to like and comment while removing someone else’s share',
        dave,
        update(path, { ...react, shares: arrayRemove(bob) }),
      );
      allows(
        'the author to edit while removing a comment',
        alice,
        update(path, { content: 'Our robot', comments: arrayRemove(fromCarol) }),
      );
      allows(
        'the author to edit while commenting',
        alice,
        update(path, { content: 'Our robot', comments: arrayUnion(fromAlice) }),
      );
      denies(
        'the author to edit while commenting as someone else',
        alice,
        update(path, { content: 'Our robot', comments: arrayUnion(fromDave) }),
      );
      denies(
        'the author to edit while removing a like',
        alice,
        update(path, { content: 'Our robot', likes: arrayRemove(bob) }),
      );
      denies(
        'the author to give it away with a like',
        alice,
        update(path, { userId: bob, likes: arrayUnion(alice) }),
      );
    });
  });

  describe('a post without likes, shares and comments', () => {
    given({ [path]: draft });

    allows('its author to update it', alice, update(path, { content: 'Our robot' }));
    allows('its author to replace it', alice, set(path, { ...draft, likes: [], shares: [], comments: [] }));
    for (const field of ['likes', 'shares']) {
      allows(`the first entry of ${field}`, bob, update(path, { [field]: arrayUnion(bob) }));
      denies(`the first entry of ${field} for someone else`, bob, update(path, { [field]: [carol] }));
      denies(`the author to start ${field} with someone else’s uid`, alice, update(path, { [field]: [bob] }));
    }
    allows('the first comment', bob, update(path, { comments: arrayUnion(fromBob) }));
    denies('the first comment as someone else', bob, update(path, { comments: [fromCarol] }));
    denies(
      'the author to start comments with one of someone else',
      alice,
      update(path, { comments: [fromBob] }),
    );
  });

  describe('a post whose likes, shares and comments are counts', () => {
    given({ [path]: { ...draft, likes: 5, shares: 5, comments: 5 } });

    allows('its author to update it', alice, update(path, { content: 'Our robot' }));
    for (const field of ['likes', 'shares']) {
      denies(`replacing the count of ${field} with a list`, bob, update(path, { [field]: [bob] }));
      denies(`a higher count of ${field}`, bob, update(path, { [field]: 6 }));
    }
    denies('replacing the count of comments with a list', bob, update(path, { comments: [fromBob] }));
  });

  describe('a post of which only likes are a count', () => {
    given({ [path]: { ...draft, likes: 5 } });

    allows('another user to comment', bob, update(path, { comments: arrayUnion(fromBob) }));
  });

  for (const [title, ownerless] of [
    ['a post without an author', { content: 'My robot' }],
    ['a post whose author is null', { content: 'My robot', userId: null }],
  ] as const) {
    describe(title, () => {
      given({ [path]: ownerless });

      allows('a user to like it', bob, update(path, { likes: arrayUnion(bob) }));
      denies('a user to claim it', bob, update(path, { userId: bob }));
      denies('a user to update it', bob, update(path, { content: 'Mine' }));
      denies('a user to delete it', bob, remove(path));
      denies('a signed-out client to update it', signedOut, update(path, { content: 'Mine' }));
      denies('a signed-out client to delete it', signedOut, remove(path));
    });
  }
});
