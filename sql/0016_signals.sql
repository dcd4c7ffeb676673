-- What spoke for something when it was recommended, by name: what its ranking is learned from, since later it would
-- say more than was known. Null where the ranking is learned from something else.
alter table recommendations add column signals jsonb;
alter table recommendation_feedback add column signals jsonb;
