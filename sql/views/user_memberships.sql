-- Since when each user has been there: since they joined or, where an imported profile does not say, since the first
-- thing they are known to have done; without any, always.
create view user_memberships as
select id as user_id,
  coalesce(created_at, (select min(at) from user_actions where user_id = users.id), '-infinity') as since
from users
where live;
