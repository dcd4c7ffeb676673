import { z } from 'zod';

/** The roles by which people may be looked for. */
export const roleFilter = z
  .enum(['student', 'alumni', 'faculty'])
  .meta({ id: 'RoleFilter', description: 'The roles by which people may be looked for.' });
