import { raiseAlert } from '../platform/alert.ts';
import { alertWebhookUrl, databaseUrl } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import { compareRoles } from './roles/compareRoles.ts';

/**
 * Compares, every night, what people may do with what documents and rows say of it; claims decide. Mirrors that differ
 * are put right and reported: somebody changed them by hand, or a change of rights was cut off halfway.
 */
export const checkRoles = job({
  name: 'checkRoles',
  does: 'compares roles in accounts, documents and rows; mends the copies; notes whose account is disabled or gone',
  schedule: '45 1 * * *',
  after: [],
  needsFirestore: true,
  deadlineHours: 26,
  options: {
    ...deployedAs('accounts'),
    secrets: [databaseUrl, alertWebhookUrl],
    timeoutSeconds: 900,
    memory: '512MiB',
  },
  async run({ sql, firestore }) {
    const { accounts, documents, rows } = await compareRoles(sql, await firestore());
    logger.info('roles checked', { accounts, documents: documents.length, rows: rows.length });
    if (documents.length + rows.length > 0) {
      await raiseAlert({
        name: 'roles-differ',
        text: `The roles of ${String(new Set([...documents, ...rows]).size)} people differed from their accounts: documents were put right; find out who changed them, and why rows lag`,
        details: { documents: documents.slice(0, 10).join(', '), rows: rows.slice(0, 10).join(', ') },
      });
    }
    return accounts;
  },
});
