-- What sharing a skill counts at the level, from 1 to 5, that both people reach. An unknown level counts as 3.
create function skill_weight_at_level(base_weight float8, own_level integer, other_level integer) returns float8
language sql immutable parallel safe
return base_weight * (5 + least(own_level, coalesce(other_level, 3))) / 10;
