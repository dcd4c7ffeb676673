/** The people of access.emulator.test.ts: every kind that the rules tell apart. */
import type { Person } from './support.ts';

/** A verified member, with these claims besides. */
const member = (name: string, token: Person['token'] = {}): Person => ({ uid: name, token });

/** Those whom the gate refuses. Their uid is the owner's, so that nothing else can be the reason. */
const OUTSIDERS = {
  nobody: null,
  anonymous: member('owner', { firebase: { sign_in_provider: 'anonymous', identities: {} } }),
  unverified: member('owner', { email_verified: false }),
  'other domain': member('owner', { email: 'owner@elsewhere.example' }),
  'unverified admin': member('admin', { email_verified: false, role: 'admin' }),
} satisfies Record<string, Person | null>;

export const MEMBERS = {
  /** Whose documents these are. */
  owner: member('owner'),
  /** The owner asked for a connection with them. */
  connected: member('connected'),
  /** Created the event. */
  organiser: member('organiser'),
  stranger: member('stranger'),
  alumna: member('alumna', { role: 'alumni' }),
  faculty: member('faculty', { role: 'faculty' }),
  admin: member('admin', { role: 'admin' }),
  /** The server has not mirrored the claim yet. */
  'claim only': member('claim-only', { role: 'faculty' }),
  /** The mirror is no right. */
  'mirror only': member('mirror-only'),
  /** The token is from before the demotion. */
  demoted: member('demoted', { role: 'admin' }),
} satisfies Record<string, Person | null>;

export type Member = keyof typeof MEMBERS;

export const PEOPLE: Record<string, Person | null> = { ...OUTSIDERS, ...MEMBERS };

/** Documents of all of them, and those that they try to reach. */
export const WORLD = {
  'users/owner': { name: 'Olga', role: 'student', email: 'owner@campus.example' },
  'users/connected': { name: 'Con', role: 'student' },
  'users/alumna': { name: 'Alma', role: 'alumni' },
  'users/faculty': { name: 'Fay', role: 'faculty' },
  'users/admin': { name: 'Ann', role: 'admin' },
  'users/mirror-only': { name: 'Mia', role: 'admin' },
  'users/demoted': { name: 'Dan', role: 'student' },
  'users/owner/positions/first': { title: 'Engineer' },
  'users/owner/signals/answers': { recommendations: {} },
  'cards/owner': { name: 'Olga', role: 'student' },
  'events/hackathon': { title: 'Hackathon', createdBy: 'organiser' },
  'events/hackathon/attendees/owner': { status: 'going', uid: 'owner' },
  'events/hackathon/attendees/stranger': { status: 'attended', checkedInBy: 'organiser', uid: 'stranger' },
  'showcase_posts/robot': { userId: 'owner', content: 'My robot' },
  'connections/one': { fromUid: 'owner', toUid: 'connected', status: 'pending' },
  'system/heartbeat': { at: 1, createdBy: 'owner', userId: 'owner' },
  'elsewhere/one': { createdBy: 'owner', userId: 'owner' },
};
