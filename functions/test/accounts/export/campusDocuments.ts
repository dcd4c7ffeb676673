import type { JsonObject } from '../../../src/platform/documents/json.ts';

const at = (day: number): JsonObject => ({ $timestamp: `2026-03-0${String(day)}T09:00:00Z` });

/**
 * What Firestore has of ada and zoe. Texts that begin with `own-` are to be in ada's archive, and with `seen-`, since
 * every member sees them; those that begin with `private-` are not.
 */
export const CAMPUS_DOCUMENTS: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  [
    'users/ada',
    {
      ...{
        name: 'own-name',
        email: 'ada@campus.example',
        bio: 'own-bio',
        custom: { $int64: '9007199254740993' },
      },
      verifiedSkills: [{ name: 'own-skill', by: 'zoe', at: at(1), level: 3 }],
    },
  ],
  ['users/zoe', { name: 'private-name', email: 'private-address@campus.example', bio: 'private-bio' }],
  [
    'users/ada/positions/p1',
    { title: 'own-title', startDate: at(1), company: { $reference: 'companies/own-company' } },
  ],
  ['users/zoe/positions/p1', { title: 'private-title' }],
  [
    'cards/ada',
    { name: 'own-card', skills: [{ name: 'x', verified: { by: { id: 'zoe', name: 'private-old-name' } } }] },
  ],
  ['cards/zoe', { name: 'private-card' }],
  ['events/e1', { title: 'own-event', createdBy: 'ada', mediaIds: [] }],
  ['events/e2', { title: 'Talk', description: 'private-description', createdBy: 'zoe' }],
  [
    'events/e2/attendees/ada',
    { uid: 'ada', status: 'attended', rating: 4, note: 'own-answer', checkedInBy: 'zoe' },
  ],
  ['events/e1/attendees/zoe', { uid: 'zoe', status: 'going', note: 'private-answer', rating: 1 }],
  // Somebody who claims to be ada.
  ['events/e1/attendees/eve', { uid: 'ada', note: 'private-claim' }],
  [
    'showcase_posts/p1',
    {
      ...{ userId: 'ada', content: 'own-post', likes: ['zoe', 'ada'], shares: [], createdAt: at(1) },
      comments: [
        { userId: 'zoe', text: 'seen-comment', createdAt: at(2), address: 'private-comment-field' },
        { userId: 'ada', text: 'own-reply', createdAt: at(2), mood: 'own-mood' },
        { userId: 'nobody', content: 'seen-other', createdAt: at(2) },
      ],
    },
  ],
  [
    'showcase_posts/p2',
    {
      ...{
        userId: 'zoe',
        content: 'private-post',
        likes: ['ada', 'private-liker'],
        shares: ['private-sharer'],
      },
      comments: [
        { userId: 'ada', text: 'own-comment', createdAt: at(3) },
        { userId: 'zoe', text: 'private-answer-to-it', createdAt: at(3) },
      ],
    },
  ],
  [
    'showcase_posts/p3',
    { userId: 'zoe', content: 'private-third', likes: [], shares: ['ada'], comments: [] },
  ],
  ['showcase_posts/p4', { userId: 'zoe', content: 'private-fourth', likes: ['zoe'], comments: [] }],
  [
    'connections/ada_zoe',
    { fromUid: 'ada', toUid: 'zoe', status: 'accepted', createdAt: at(1), message: 'own-message' },
  ],
  [
    'connections/c2',
    { fromUid: 'hidden', toUid: 'ada', status: 'pending', createdAt: at(2), message: 'private-message' },
  ],
  ['connections/c3', { fromUid: 'zoe', toUid: 'hidden', status: 'pending', note: 'private-connection' }],
  ['limits/ada/daily/events', { until: at(4), kind: 'own-limit' }],
  ['limits/zoe/daily/events', { until: at(4), kind: 'private-limit' }],
]);
