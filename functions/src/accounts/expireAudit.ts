import { expireActs } from '../platform/audit/expireActs.ts';
import { job } from '../platform/job.ts';

/** Deletes, every night, what the audit log has kept for 400 days. */
export const expireAudit = job({
  name: 'expireAudit',
  does: 'deletes entries of the audit log after 400 days',
  schedule: '50 1 * * *',
  after: [],
  deadlineHours: 26,
  options: {},
  run: ({ sql }) => expireActs(sql),
});
