import { deleteField } from 'firebase/firestore';
import { alice, bob, merge, remove, set, signedOut, testRules, update } from './support.ts';

describe('firestore.rules: events', () => {
  const { given, allows, denies } = testRules('demo-rules-events');
  const path = 'events/hackathon';
  const event = { title: 'Hackathon', createdBy: alice };

  describe('a new event', () => {
    allows('the creator to create it', alice, set(path, event));
    denies('an event in the name of another user', bob, set(path, event));
    denies('a signed-out client to create it', signedOut, set(path, event));
    denies('an event without a creator', alice, set(path, { title: 'Hackathon' }));
    for (const createdBy of [null, '', [alice], { uid: alice }]) {
      denies(`the creator ${JSON.stringify(createdBy)}`, alice, set(path, { ...event, createdBy }));
    }
    denies('a signed-out client to create it with a null creator', signedOut, set(path, { createdBy: null }));
  });

  describe('an event', () => {
    given({ [path]: event });

    allows('its creator to update it', alice, update(path, { title: 'Hack night' }));
    allows('its creator to replace it', alice, set(path, { ...event, category: 'technical' }));
    denies('another user to update it', bob, update(path, { title: 'Hack night' }));
    denies('a signed-out client to update it', signedOut, update(path, { title: 'Hack night' }));

    denies('another user to take it over', bob, update(path, { createdBy: bob }));
    denies('another user to take it over through merge', bob, merge(path, { createdBy: bob }));
    denies('another user to take it over through replacing', bob, set(path, { ...event, createdBy: bob }));
    denies('its creator to give it away', alice, update(path, { createdBy: bob }));
    denies('its creator to remove the creator', alice, update(path, { createdBy: deleteField() }));
    denies('its creator to replace it without a creator', alice, set(path, { title: 'Hack night' }));

    allows('its creator to delete it', alice, remove(path));
    denies('another user to delete it', bob, remove(path));
    denies('a signed-out client to delete it', signedOut, remove(path));
  });

  for (const [title, ownerless] of [
    ['an event without a creator', { title: 'Hackathon' }],
    ['an event whose creator is null', { title: 'Hackathon', createdBy: null }],
  ] as const) {
    describe(title, () => {
      given({ [path]: ownerless });

      denies('a user to claim it', alice, update(path, { createdBy: alice }));
      denies('a user to update it', alice, update(path, { title: 'Hack night' }));
      denies('a user to delete it', alice, remove(path));
      denies('a signed-out client to update it', signedOut, update(path, { title: 'Hack night' }));
      denies('a signed-out client to delete it', signedOut, remove(path));
    });
  }
});
