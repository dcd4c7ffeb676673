import { z } from 'zod';

export type FileType = 'image' | 'video';

/**
 * Cloudinary's delivery types that we use. Renditions of a `private` file are public to anyone with the URL;
 * renditions of an `authenticated` file need a signed URL. Originals need a signed URL in both cases.
 */
export type Delivery = 'private' | 'authenticated';

/**
 * Cloudinary keeps these apart, even under the same public id. The resource type is not part of an upload's
 * signature; the upload's URL sets it.
 */
export const RESOURCE_TYPES = ['image', 'video', 'raw'] as const;

export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** Identifies a file in Cloudinary. */
export interface FileReference {
  publicId: string;
  fileType: FileType;
  delivery: Delivery;
}

/** A stored file, as Cloudinary describes it in responses and notifications. */
export const assetSchema = z.object({
  public_id: z.string(),
  version: z.coerce.number().int(),
  resource_type: z.enum(RESOURCE_TYPES),
  type: z.string(),
  format: z.string().optional(),
  bytes: z.number().int(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  duration: z.number().optional(),
  etag: z.string().optional(),
  moderation: z.array(z.object({ status: z.string(), kind: z.string().optional() })).optional(),
});

export type Asset = z.infer<typeof assetSchema>;
