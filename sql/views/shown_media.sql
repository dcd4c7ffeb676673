-- Files that a document shows to others, a row for each document: pictures of a profile only while its owner lets
-- others find them. Documents show files of their owner alone.
create view shown_media as
select media_id
from media_usage
join media_files as file on file.id = media_id
join users as owner on owner.id = file.user_id
where (file.purpose <> 'profile' and used_in_type <> 'profile')
  or (used_in_type = 'profile' and owner.live and owner.visible_in_search);
