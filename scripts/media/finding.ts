export type FindingKind =
  | 'backup missing'
  | 'backup differs'
  | 'backup not recorded'
  | 'missing in Cloudinary'
  | 'missing in both stores'
  | 'removed, but still stored'
  | 'unknown in Cloudinary'
  | 'unknown backup';

/** A difference between the stores and the database. */
export interface Finding {
  kind: FindingKind;
  publicId: string;
  /** What was done about it; undefined when nothing was tried. */
  action?: string;
}
