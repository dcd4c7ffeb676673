import { cloudinaryUrl, databaseUrl, erasureKey, redisToken } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';

/** How the functions that take the steps of erasures are deployed. */
export const ERASURE_FUNCTION = {
  ...deployedAs('erasure'),
  secrets: [databaseUrl, redisToken, cloudinaryUrl, erasureKey],
  timeoutSeconds: 1800,
  memory: '512MiB' as const,
};

/** How those are deployed that only request erasures, or withdraw them. */
export const ERASURE_CALLABLE = {
  ...deployedAs('erasure'),
  secrets: [databaseUrl, redisToken, erasureKey],
};
