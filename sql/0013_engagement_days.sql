-- What somebody did on a day is asked by the day itself, for many days of many people at once.

drop index idx_showcase_posts_user_id_created_at;
create index idx_showcase_posts_user_id_day on showcase_posts (user_id, engagement_day(created_at));

drop index idx_event_attendance_user_id_attended_at;
create index idx_event_attendance_user_id_day on event_attendance (user_id, engagement_day(attended_at))
where has_attended(status, attended_at);
