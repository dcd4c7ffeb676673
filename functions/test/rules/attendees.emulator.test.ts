import { alice, bob, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: attendees', () => {
  const { given, allows, denies } = testRules('demo-rules-attendees');
  const path = 'events/hackathon/attendees/bob';
  const attendance = { status: 'going' };

  // Alice owns the event, which grants her no access to its attendees.
  describe('without an attendance', () => {
    given({ 'events/hackathon': { title: 'Hackathon', createdBy: alice } });

    allows('a user to attend', bob, set(path, attendance));
    denies('the creator of the event to register another user', alice, set(path, attendance));
    denies(
      'another user to register them with their own userId',
      alice,
      set(path, { ...attendance, userId: alice }),
    );
    denies('a signed-out client to register them', signedOut, set(path, attendance));
    denies(
      'an attendance under an id that is not the own uid',
      bob,
      set('events/hackathon/attendees/someone', attendance),
    );
  });

  describe('an attendance', () => {
    given({ 'events/hackathon': { title: 'Hackathon', createdBy: alice }, [path]: attendance });

    allows('the attendee to rate the event', bob, update(path, { status: 'attended', rating: 5 }));
    denies('the creator of the event to rate it for the attendee', alice, update(path, { rating: 5 }));
    denies('a signed-out client to update it', signedOut, update(path, { rating: 5 }));

    allows('the attendee to delete it', bob, remove(path));
    denies('the creator of the event to delete it', alice, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));

    denies('the attendee to write a subcollection', bob, set(`${path}/notes/one`, { text: 'x' }));
  });

  describe('an attendance that the server has confirmed', () => {
    const confirmed = { status: 'attended', checkedInBy: alice };
    given({ [path]: confirmed });

    allows('the attendee to rate the event', bob, update(path, { rating: 5 }));
    allows(
      'the attendee to replace it with the same confirmation',
      bob,
      set(path, { ...confirmed, rating: 5 }),
    );
    denies('the attendee to replace it without', bob, set(path, { status: 'attended' }));
    denies('the attendee to change who confirmed it', bob, update(path, { checkedInBy: bob }));
    allows('the attendee to delete it', bob, remove(path));
  });
});
