-- Who is connected to whom. Either user may have sent the request.
create view accepted_connections as
select id, from_user_id, to_user_id, created_at
from connections
where live and status = 'accepted';
