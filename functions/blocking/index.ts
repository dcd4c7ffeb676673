/**
 * Blocking functions: Firebase Authentication asks them before it opens an account or signs somebody in. They keep
 * foreign addresses from having accounts at all; the gate of the callables and the security rules refuse those anyway.
 *
 * A codebase of its own, because they can only be deployed to projects with Identity Platform: docs/deploying.md.
 */
import {
  beforeUserCreated,
  beforeUserSignedIn,
  HttpsError,
  type AuthBlockingEvent,
} from 'firebase-functions/identity';
import {
  allowedEmailDomains,
  isOfDomain,
  membersOnly,
  parseDomains,
} from '../src/platform/identity/emailDomains.ts';
import { functionsRegion } from '../src/platform/region.ts';

// Authentication waits for an answer for seven seconds.
const OPTIONS = { region: functionsRegion, maxInstances: 10, timeoutSeconds: 7 };

export const refuseForeignSignUp = beforeUserCreated(OPTIONS, refuseForeigner);

/** Also reached by people who had an account before, or before the domains were set. */
export const refuseForeignSignIn = beforeUserSignedIn(OPTIONS, refuseForeigner);

/** The address need not be verified yet: the message that verifies it is sent to people who are signed in. */
function refuseForeigner({ data }: AuthBlockingEvent): void {
  const domains = parseDomains(allowedEmailDomains.value());
  if (!isOfDomain(data?.email, domains)) throw new HttpsError('permission-denied', membersOnly(domains));
}
