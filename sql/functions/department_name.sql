-- The name of a department by its key: its label or, until the night has counted, how one of its users spells it. Null
-- for a department that nobody is in.
create function department_name(key text) returns text
language sql stable parallel safe
return coalesce(
  (select name from labels where labels.kind = 'department' and labels.key = department_name.key),
  (select min(department collate "C") from users where live and department_key = department_name.key)
);
