import type { Job } from '../platform/job.ts';
import { JOBS } from './jobs.ts';
import { watchJobs } from './watchJobs.ts';

/** Every scheduled function. */
export const ALL_JOBS: readonly Job[] = [...JOBS, watchJobs];
