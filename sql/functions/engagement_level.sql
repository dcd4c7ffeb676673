-- The level of a sum of decayed points: sums less than a sixteenth of a doubling (4 %) apart share a level, and so
-- a score. Rounded rather than truncated because common sums lie on whole levels, where the last bit would decide.
create function engagement_level(decayed_points double precision) returns integer
language sql immutable parallel safe
return round(16 * ln(decayed_points) / 0.6931471805599453)::integer;
