/** The one line of firestore.rules that says whose e-mail addresses make a member. */
const LINE = /(?<=^ *function allowedDomains\(\) \{ return )\[.*\](?=; \}$)/m;

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** The domains that the rules allow; empty for any. @throws Error when the line is missing or altered */
export function allowedDomainsOf(rules: string): string[] {
  const list = LINE.exec(rules)?.[0];
  if (list === undefined) {
    throw new Error(
      'firestore.rules has no line "function allowedDomains() { return []; }": restore it, since the list of domains is written there.',
    );
  }
  return [...list.matchAll(/'(.*?)'/g)].map(([, domain = '']) => domain);
}

/** The rules with these domains, in lower case, in place of theirs. @throws Error when one is no domain */
export function withAllowedDomains(rules: string, domains: readonly string[]): string {
  const wrong = domains.find((domain) => !DOMAIN.test(domain));
  if (wrong !== undefined) {
    throw new Error(
      `ALLOWED_EMAIL_DOMAINS contains "${wrong}", which is no domain: separate domains by commas, such as campus.example,alumni.campus.example.`,
    );
  }
  // Reports a missing line.
  allowedDomainsOf(rules);
  return rules.replace(LINE, `[${domains.map((domain) => `'${domain}'`).join(', ')}]`);
}
