import { alice, bob, get, list, listGroup, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: attendees', () => {
  const { given, allows, denies } = testRules('demo-rules-attendees');
  const path = 'events/hackathon/attendees/bob';
  const attendance = { status: 'going' };

  // Alice owns the event, which gives her nothing in it.
  describe('someone who does not attend yet', () => {
    given({ 'events/hackathon': { title: 'Hackathon', createdBy: alice } });

    allows('them to attend', bob, set(path, attendance));
    denies('the creator of the event to enter them', alice, set(path, attendance));
    denies('another user who names themselves in it', alice, set(path, { ...attendance, userId: alice }));
    denies('a signed-out client to enter them', signedOut, set(path, attendance));
    denies('a document under a made-up id', bob, set('events/hackathon/attendees/someone', attendance));
  });

  describe('an attendee', () => {
    given({ 'events/hackathon': { title: 'Hackathon', createdBy: alice }, [path]: attendance });

    allows('them to get it', bob, get(path));
    allows('another user to get it', alice, get(path));
    denies('a signed-out client to get it', signedOut, get(path));
    allows('a signed-in user to list attendees', alice, list('events/hackathon/attendees'));
    denies('a signed-out client to list attendees', signedOut, list('events/hackathon/attendees'));
    denies('a query across all events', bob, listGroup('attendees'));

    allows('them to rate the event', bob, update(path, { status: 'attended', rating: 5 }));
    denies('the creator of the event to rate it for them', alice, update(path, { rating: 5 }));
    denies('a signed-out client to update it', signedOut, update(path, { rating: 5 }));

    allows('them to delete it', bob, remove(path));
    denies('the creator of the event to delete it', alice, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));

    denies('them to write below it', bob, set(`${path}/notes/one`, { text: 'x' }));
  });
});
