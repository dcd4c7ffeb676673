-- Who counts towards the figures that others than administrators see, and since when: their profile is a week old, and
-- their account can sign in. Only somebody who passed the gate can create a profile, whose `created_at` is the server's
-- time then (firestore.rules); who deletes it and creates another starts anew. An imported profile may not say, and is
-- trusted.
create view established_people as
select id as user_id, coalesce(created_at + interval '7 days', '-infinity') as since
from users
where live and id not in (select user_id from locked_out_accounts);
