-- Uploaded images and videos. The files are on Cloudinary, with copies in a bucket; these tables are the record.

-- One row per reserved upload. `status` changes in one guarded update, and everything else follows from it:
--   pending   the app may upload, or has uploaded and we have not been notified yet
--   ready     the file is there and is what was declared
--   rejected  the file is not what was declared, or is not allowed; `status_reason` says why
--   expired   no file arrived within a day
--   deleted   the owner deleted it, or no document used it. The row is removed once nobody can upload under its
--             public id any more.
-- Files of rejected, expired and deleted rows are removed from both stores; `removed_at` says when.
create table media_files (
  id uuid primary key default gen_random_uuid(),
  user_id text collate "C" not null references users (id),
  purpose text not null check (purpose in ('showcase_post', 'profile', 'event')),
  status text not null default 'pending'
    check (status in ('pending', 'ready', 'rejected', 'expired', 'deleted')),
  status_reason text,
  -- Changes when the URLs that were handed out are withdrawn.
  cloudinary_public_id text collate "C" unique not null,
  -- Where the file may still be, while Cloudinary is being asked to rename it.
  former_public_id text collate "C",
  -- When it last got a new public id, since no document showed it to others.
  withdrawn_at timestamptz,
  -- Increases with every file uploaded under the same public id; part of every URL.
  cloudinary_version bigint,
  -- Changes with the file's bytes.
  cloudinary_etag text,
  cloudinary_url text,
  thumbnail_url text,
  -- 800 × 600 for images, 640 × 360 for videos.
  medium_url text,
  compressed_url text,
  file_type text not null check (file_type in ('image', 'video')),
  -- As declared by the app before the upload; the stored file must match and may not be larger.
  declared_format text not null,
  declared_bytes bigint not null check (declared_bytes > 0),
  file_format text,
  file_size_bytes bigint,
  width integer,
  height integer,
  duration_seconds double precision,
  upload_source text not null default 'mobile' check (upload_source in ('mobile', 'web')),
  -- The app must start the upload before this time.
  upload_until timestamptz not null,
  -- When Cloudinary was last asked about a pending row.
  checked_at timestamptz,
  -- gs://bucket/object, readable only by the service account.
  firebase_backup_url text,
  backup_md5 text,
  backed_up_at timestamptz,
  -- When the last document that used it stopped using it.
  unused_since timestamptz,
  removed_at timestamptz,
  ready_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (
    status <> 'ready'
    or (
      cloudinary_version is not null and cloudinary_url is not null and file_format is not null
      and file_size_bytes is not null and ready_at is not null
    )
  ),
  check ((backed_up_at is null) = (backup_md5 is null))
);

create index idx_media_files_user_id on media_files (user_id, created_at);
-- Work queues of the media jobs. Partial, so they stay small however many files there are.
create index idx_media_files_pending on media_files (created_at) where status = 'pending';
create index idx_media_files_not_backed_up on media_files (ready_at)
  where status = 'ready' and backed_up_at is null;
create index idx_media_files_renaming on media_files (withdrawn_at) where former_public_id is not null;
create index idx_media_files_not_removed on media_files (updated_at)
  where status in ('rejected', 'expired', 'deleted') and removed_at is null;

-- Which documents use which media, maintained by the synchronisation. Only pending and ready media are linked.
create table media_usage (
  id bigint generated always as identity primary key,
  media_id uuid not null references media_files (id) on delete cascade,
  used_in_type text not null check (used_in_type in ('showcase_post', 'profile', 'event')),
  used_in_id text collate "C" not null,
  created_at timestamptz not null default now(),
  unique (used_in_type, used_in_id, media_id)
);

create index idx_media_usage_media_id on media_usage (media_id);

-- Consumption of the media store's plan. Rows outlive the files.
create table usage_metrics (
  id bigint generated always as identity primary key,
  user_id text collate "C" not null references users (id),
  -- media_bandwidth in bytes, media_transformations as a count.
  metric_type text not null check (metric_type in ('media_bandwidth', 'media_transformations')),
  value bigint not null,
  operation text not null check (operation in ('upload_image', 'upload_video', 'backup')),
  timestamp timestamptz not null default now()
);

create index idx_usage_metrics_user_id on usage_metrics (user_id, timestamp);
create index idx_usage_metrics_timestamp on usage_metrics (timestamp);

-- What Cloudinary reported of its plan, once a night; kept for 40 days. Transformations and delivered bytes are those of
-- the 30 days before.
create table media_plan_reports (
  -- The day up to which Cloudinary had counted.
  reported_on date primary key,
  transformations bigint not null,
  stored_bytes bigint not null,
  delivered_bytes bigint not null,
  recorded_at timestamptz not null default now()
);
