-- Whether a user may be suggested to others: they let others see them there, and pass the filter. A null key of a department or null roles match everyone; in the list of roles, ''
-- stands for a user whose role is unknown.
create function passes_filter(candidate users, department_key text, roles text[]) returns boolean
language sql immutable parallel safe
return candidate.live and candidate.visible_in_matching
  and (passes_filter.department_key is null or candidate.department_key = passes_filter.department_key)
  and (roles is null or coalesce(candidate.role, '') = any (roles));
