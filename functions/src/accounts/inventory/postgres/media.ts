import { LIKE_DOCUMENT, type TableHolding } from '../holding.ts';

export const MEDIA: TableHolding[] = [
  {
    table: 'media_files',
    purpose: 'the record of each upload, from which both stores are cleaned',
    term: 'until nobody can upload under the id of a removed file any more',
    owner: ['user_id'],
    personal: [
      ...[
        'cloudinary_public_id',
        'former_public_id',
        'cloudinary_version',
        'cloudinary_etag',
        'cloudinary_url',
        'thumbnail_url',
      ],
      ...['medium_url', 'compressed_url', 'firebase_backup_url', 'backup_md5', 'file_type', 'file_format'],
      ...['file_size_bytes', 'width', 'height', 'duration_seconds', 'upload_source'],
    ],
    plain: [
      ...['id', 'purpose', 'status', 'status_reason', 'declared_format', 'declared_bytes', 'upload_until'],
      ...[
        'checked_at',
        'backed_up_at',
        'unused_since',
        'withdrawn_at',
        'removed_at',
        'ready_at',
        'created_at',
        'updated_at',
      ],
    ],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'media_usage',
    purpose: 'which documents show which files',
    term: LIKE_DOCUMENT,
    personal: ['used_in_id'],
    plain: ['id', 'media_id', 'used_in_type', 'created_at'],
    erasure: { purges: 'rows of their files and of documents that are gone are deleted' },
    exported: 'which of the exported documents show which of the exported files, as these say',
  },
  {
    table: 'media_plan_reports',
    purpose: 'what Cloudinary says is used of the plan',
    term: { days: 40, since: 'reported_on' },
    plain: ['reported_on', 'transformations', 'stored_bytes', 'delivered_bytes', 'recorded_at'],
    erasure: 'keep',
  },
  {
    table: 'usage_metrics',
    purpose: "what of Cloudinary's plan is used, and by whom",
    term: {
      by: 'sumOldUsage',
      days: 400,
      until: 'by the upload until {days} days after the end of the month, then as sums of the month',
    },
    owner: ['user_id'],
    personal: ['operation', 'timestamp'],
    plain: ['id', 'metric_type', 'value'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
];
