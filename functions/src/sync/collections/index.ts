import { attendees } from './attendees.ts';
import { connections } from './connections.ts';
import { events } from './events.ts';
import { positions } from './positions.ts';
import { showcasePosts } from './showcasePosts.ts';
import { system } from './system.ts';
import { users } from './users.ts';

/**
 * Every synchronised collection, by the name of its trigger (`sync-users`, …). Rows are written in this
 * order, so list a collection after those it references.
 */
export const collections = { users, events, attendees, showcasePosts, connections, positions, system };

/** The same collections as a list. */
export const allCollections = Object.values(collections);
