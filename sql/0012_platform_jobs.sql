-- Runs of the scheduled jobs.
create table job_runs (
  id bigint generated always as identity primary key,
  job text not null,
  started_at timestamptz not null,
  -- Null while the job runs, or when it was killed and the next run has not noticed yet.
  finished_at timestamptz,
  -- Rows written or examined, as the job reports; null when it did nothing.
  rows bigint,
  outcome text not null check (outcome in ('running', 'succeeded', 'failed', 'killed', 'skipped')),
  -- The kind of error that failed the run, never its message, which may quote a row.
  error text
);

create index idx_job_runs_job on job_runs (job, id desc);
