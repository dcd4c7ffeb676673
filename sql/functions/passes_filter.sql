-- Whether a search may return a user. A null key of a department or null roles match everyone; in the list of roles, ''
-- stands for a user whose role is unknown.
create function passes_filter(candidate users, department_key text, roles text[]) returns boolean
language sql immutable parallel safe
return candidate.live
  and (passes_filter.department_key is null or candidate.department_key = passes_filter.department_key)
  and (roles is null or coalesce(candidate.role, '') = any (roles));
