-- Models trained on the system's own history. The version in use is the one adopted last; until there is one, the
-- defaults in the code apply.
create table model_versions (
  id integer generated always as identity primary key,
  model text not null,
  parameters jsonb not null,
  -- Measured on the later part of the history, which was held out from training. The baselines, on the same cases,
  -- are the version in use at the time and a simple ranking.
  metrics jsonb not null,
  baseline_metrics jsonb not null,
  cases integer not null,
  trained_at timestamptz not null,
  -- Null for a version that was not better than the one in use.
  adopted_at timestamptz
);

create index idx_model_versions_model on model_versions (model, adopted_at desc) where adopted_at is not null;
