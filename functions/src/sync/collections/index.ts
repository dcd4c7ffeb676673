import { attendees } from './attendees.ts';
import { connections } from './connections.ts';
import { events } from './events.ts';
import { positions } from './positions.ts';
import { showcasePosts } from './showcasePosts.ts';
import { system } from './system.ts';
import { users } from './users.ts';

/**
 * Every synchronised collection, by the name its trigger is deployed under (`sync-users`, …).
 * A collection that others reference stands before them: rows are written in this order.
 */
export const collections = { users, events, attendees, showcasePosts, connections, positions, system };
