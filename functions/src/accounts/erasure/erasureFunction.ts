import { cloudinaryUrl, databaseUrl, erasureKey, redisToken } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';
import { LONGEST_TASK_SECONDS } from '../../platform/tasks.ts';

/** How the functions that take the steps of erasures are deployed. */
export const ERASURE_FUNCTION = {
  ...deployedAs('erasure'),
  secrets: [databaseUrl, redisToken, cloudinaryUrl, erasureKey],
  timeoutSeconds: LONGEST_TASK_SECONDS,
  memory: '512MiB' as const,
};

/** How those are deployed that only request erasures, or withdraw them. */
export const ERASURE_CALLABLE = {
  ...deployedAs('erasure'),
  secrets: [databaseUrl, redisToken, erasureKey],
};
