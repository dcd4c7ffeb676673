import { deleteField } from 'firebase/firestore';
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

    denies('the attendee to say that they were there', bob, update(path, { status: 'attended' }));
    denies('the attendee to say when they were there', bob, update(path, { attendedAt: new Date() }));
    denies('the attendee to rate an event that they were not at', bob, update(path, { rating: 5 }));
    denies('the attendee to say so and rate it', bob, update(path, { status: 'attended', rating: 5 }));
    denies('the attendee to check themselves in', bob, update(path, { checkedInBy: alice }));
    denies(
      'the attendee to say what a withdrawal leaves',
      bob,
      update(path, { beforeCheckIn: { status: 'attended' } }),
    );
    allows('the attendee to cancel', bob, update(path, { status: 'cancelled' }));
    denies('the creator of the event to rate it for the attendee', alice, update(path, { rating: 5 }));
    denies('a signed-out client to update it', signedOut, update(path, { rating: 5 }));

    allows('the attendee to delete it', bob, remove(path));
    denies('the creator of the event to delete it', alice, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));

    denies('the attendee to write a subcollection', bob, set(`${path}/notes/one`, { text: 'x' }));
  });

  describe('an attendance that the server has confirmed', () => {
    const confirmed = { status: 'attended', checkedInBy: alice, checkedInAt: new Date(0) };
    given({ [path]: confirmed });

    allows('the attendee to rate the event', bob, update(path, { rating: 5 }));
    allows(
      'the attendee to replace it with the same confirmation',
      bob,
      set(path, { ...confirmed, rating: 5 }),
    );
    denies('the attendee to replace it without', bob, set(path, { status: 'attended' }));
    denies('the attendee to change who confirmed it', bob, update(path, { checkedInBy: bob }));
    denies('the attendee to change their answer', bob, update(path, { status: 'going' }));
    denies('the attendee to cancel', bob, update(path, { status: 'cancelled' }));
    denies('the attendee to cancel and rate it', bob, update(path, { status: 'cancelled', rating: 1 }));
    denies('the attendee to remove the confirmation', bob, update(path, { checkedInBy: deleteField() }));
    denies('a rating out of range', bob, update(path, { rating: 6 }));
    // Otherwise they could take away what is known of them, and answer again.
    denies('the attendee to delete it', bob, remove(path));
  });

  describe('an attendance that an import tells of', () => {
    const claimed = { status: 'attended', attendedAt: new Date(0), imported: true };
    given({ [path]: claimed, 'events/other/attendees/bob': { status: 'attended' } });

    allows('the attendee to rate the event', bob, update(path, { rating: 5 }));
    allows('the attendee to say that they were not there', bob, update(path, { status: 'cancelled' }));
    denies('the attendee to change when they were there', bob, update(path, { attendedAt: new Date() }));
    denies('another rating of it', bob, update(path, { status: 'going', rating: 5 }));
    denies(
      'the attendee to rate what only a document without the mark says',
      bob,
      update('events/other/attendees/bob', { rating: 5 }),
    );
    allows('the attendee to delete it', bob, remove(path));
  });
});
