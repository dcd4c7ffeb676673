export { createTalentClient, type TalentClient, type TalentClientOptions } from './client.ts';
export * from './errors.ts';
export type * from './generated.ts';
export type * from './types.ts';
export { uploadMedia, type UploadCallables, type UploadOptions } from './upload/uploadMedia.ts';
export type { UploadProgress } from './upload/postFile.ts';
