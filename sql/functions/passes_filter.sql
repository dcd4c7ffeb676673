-- Whether a search may return a user. A null department or null roles match everyone; in the list of roles, ''
-- stands for a user whose role is unknown.
create function passes_filter(candidate users, department text, roles text[]) returns boolean
language sql immutable parallel safe
return candidate.live
  and (passes_filter.department is null or candidate.department = passes_filter.department)
  and (roles is null or coalesce(candidate.role, '') = any (roles));
