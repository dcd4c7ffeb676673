import type { JsonObject } from '../../src/platform/documents/json.ts';

/** When everything is asked. */
export const NOW = new Date('2026-03-16T12:00:00Z');

const PAST = '2026-03-02T18:00:00Z';
const COMING = '2026-03-20T18:00:00Z';

const MEMBER = { role: 'student', department: 'Computer Science', createdAt: '2025-09-01T08:00:00Z' };

/** The profile of the person who hides. */
export const HIDER: JsonObject = {
  ...MEMBER,
  name: 'Zenobia Quill',
  bio: 'I write compilers.',
  skills: ['Rust', 'Parsing'],
  createdAt: '2026-03-15T08:00:00Z',
};

/**
 * A campus on which everybody would be shown the person who hides: they are the only one to share ada's skill and event,
 * ben's only connection, and the newest member.
 */
export function hidingCampus(): Record<string, JsonObject> {
  const others = Array.from({ length: 24 }, (_, index) => `other-${String(index)}`);
  return {
    'users/ada': { ...MEMBER, name: 'Ada', skills: ['Rust', 'Parsing', 'SQL'] },
    'users/ben': { ...MEMBER, name: 'Ben', skills: ['SQL'] },
    'users/new': { ...MEMBER, name: 'Newcomer' },
    'users/grace': { ...MEMBER, name: 'Grace', role: 'faculty' },
    'users/root': { ...MEMBER, name: 'Root', role: 'admin' },
    'users/zoe-17': HIDER,
    ...Object.fromEntries(others.map((id) => [`users/${id}`, { ...MEMBER, name: id, skills: ['SQL'] }])),
    'events/night-of-ferris': { title: 'Night of Ferris', startDate: PAST, createdBy: 'grace' },
    'events/concert': { title: 'Concert', startDate: COMING, createdBy: 'grace', department: 'Law' },
    'events/debate': { title: 'Debate', startDate: COMING, createdBy: 'grace', department: 'Law' },
    'events/lecture': { title: 'Lecture', startDate: COMING, createdBy: 'grace', department: 'Law' },
    ...Object.fromEntries(
      ['ada', 'zoe-17'].map((id) => [
        `events/night-of-ferris/attendees/${id}`,
        { status: 'going', createdAt: PAST },
      ]),
    ),
    'events/lecture/attendees/zoe-17': { status: 'going', createdAt: '2026-03-14T08:00:00Z' },
    'showcase_posts/p': { userId: 'zoe-17', content: 'A parser.', skills: ['Rust'], createdAt: PAST },
    'connections/c': { fromUid: 'ben', toUid: 'zoe-17', status: 'accepted', createdAt: PAST },
  };
}
