import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';

/** The suite's own documents: the heartbeat and the operators' control document. */
export const system = defineCollection({
  path: 'system/{documentId}',
  table: 'system_documents',
  key: { id: 'documentId' },
  schema: z.object({}),
  columns: [],
  project: () => ({}),
});
