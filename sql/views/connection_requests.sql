-- Who asked whom for a connection that they do not have: one row for each user and each other one whom they asked, as
-- of the first time.
create view connection_requests as
select distinct on (from_user_id, to_user_id) from_user_id, to_user_id, created_at
from connections as request
where live and status is distinct from 'accepted' and from_user_id <> to_user_id and created_at is not null
  and exists (select from users where users.id = to_user_id and users.live)
  and not exists (
    select from connections as accepted
    where accepted.live and accepted.status = 'accepted'
      and least(accepted.from_user_id, accepted.to_user_id) = least(request.from_user_id, request.to_user_id)
      and greatest(accepted.from_user_id, accepted.to_user_id) = greatest(request.from_user_id, request.to_user_id)
  )
order by from_user_id, to_user_id, created_at;
