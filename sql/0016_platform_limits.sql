-- Calls of a person to a callable, in a window of time: counted here while Redis does not answer. Unlogged, since after a
-- crash the count may begin anew.
create unlogged table call_counts (
  user_id text collate "C" not null,
  callable text collate "C" not null,
  calls integer not null,
  window_ends_at timestamptz not null,
  primary key (user_id, callable)
);
