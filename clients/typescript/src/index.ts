export { createTalentClient, type TalentClient, type TalentClientOptions } from './client.ts';
export * from './errors.ts';
export type * from './generated.ts';
export type * from './types.ts';
