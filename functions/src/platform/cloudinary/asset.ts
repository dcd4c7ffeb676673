import { z } from 'zod';

export type FileType = 'image' | 'video';

/**
 * The delivery type of every file. Originals and renditions of an `authenticated` file need a URL with a signature over
 * the public id and the transformation, which only the account's secret makes:
 * https://cloudinary.com/documentation/control_access_to_media. Renditions of any other type could be asked for with
 * parameters of one's choice, such as the one that keeps the position a photo was taken at.
 */
export const DELIVERY_TYPE = 'authenticated';

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
