import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';

/** Documents of the suite itself: its heartbeat, and the mode that operators set. */
export const system = defineCollection({
  path: 'system/{documentId}',
  table: 'system_documents',
  key: { id: 'documentId' },
  schema: z.object({}),
  columns: [],
  project: () => ({}),
});
