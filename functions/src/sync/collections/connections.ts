import { z } from 'zod';
import { dailyLimits } from '../../platform/config.ts';
import { defineCollection } from '../../platform/documents/collection.ts';
import { requiredDocumentId, time } from '../../platform/documents/fields.ts';
import { connectionStatus } from '../../platform/documents/words.ts';

export const connections = defineCollection({
  path: 'connections/{connectionId}',
  table: 'connections',
  key: { id: 'connectionId' },
  schema: z.object({
    fromUid: requiredDocumentId,
    toUid: requiredDocumentId,
    status: connectionStatus,
    createdAt: time,
  }),
  columns: ['from_user_id', 'to_user_id', 'status', 'created_at'],
  references: { from_user_id: 'users', to_user_id: 'users' },
  project: (connection, { createdAt }) => ({
    from_user_id: connection.fromUid,
    to_user_id: connection.toUid,
    status: connection.status,
    created_at: createdAt(connection.createdAt),
  }),
  owners: ['fromUid', 'toUid'],
  perDay: { person: 'from_user_id', limit: dailyLimits.connections },
});
