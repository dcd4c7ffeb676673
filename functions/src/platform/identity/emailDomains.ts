/** Whose e-mail addresses make a member. functions/blocking is deployed with a copy of this file: it imports no other. */
import { defineString } from 'firebase-functions/params';

/** The security rules get the domains when they are deployed. */
export const allowedEmailDomains = defineString('ALLOWED_EMAIL_DOMAINS', {
  default: '',
  description: 'Domains of the e-mail addresses that may use the app, comma-separated; empty for any',
});

/** The domains of a comma-separated list, in lower case. */
export function parseDomains(list: string): string[] {
  return list
    .split(',')
    .map((domain) => domain.trim().replace(/^@/, '').toLowerCase())
    .filter((domain) => domain !== '');
}

/** Whether an address is of one of these domains; without domains, anything is. */
export function isOfDomain(email = '', domains: readonly string[]): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());
}

/** What to say to people who are kept out because of their address. */
export function membersOnly(domains: readonly string[]): string {
  return `This app is for people with a verified address at ${domains.join(' or ')}: sign in with that one.`;
}
