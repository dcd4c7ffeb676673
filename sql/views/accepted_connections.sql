-- Who is connected to whom: one row per pair of existing users, no matter who asked or how often. It has the date of
-- their earliest accepted request; requests without a day that counts come last.
create view accepted_connections as
select id, from_user_id, to_user_id, created_at
from connections as connection
where live and status = 'accepted' and from_user_id <> to_user_id
  and exists (select from users where users.id = from_user_id and users.live)
  and exists (select from users where users.id = to_user_id and users.live)
  and not exists (
    select from connections as earlier
    where earlier.live and earlier.status = 'accepted'
      and least(earlier.from_user_id, earlier.to_user_id) = least(connection.from_user_id, connection.to_user_id)
      and greatest(earlier.from_user_id, earlier.to_user_id) = greatest(connection.from_user_id, connection.to_user_id)
      and (not has_engagement_day(earlier.created_at), coalesce(earlier.created_at, 'infinity'), earlier.id)
        < (not has_engagement_day(connection.created_at), coalesce(connection.created_at, 'infinity'), connection.id)
  );
