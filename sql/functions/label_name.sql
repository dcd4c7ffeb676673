-- The name of a label: how most people spell it or, until the night has counted, the given spelling. Null for no label.
create function label_name(kind text, key text, spelling text) returns text
language sql stable parallel safe
return coalesce((select name from labels where labels.kind = label_name.kind and labels.key = label_name.key), spelling);
