import { DomainError } from '../errors.ts';
import type { IdToken } from './caller.ts';
import { isOfDomain, membersOnly } from './emailDomains.ts';

/** Federated providers have a dot in their names; `password`, `phone`, `custom` and `anonymous` have none. */
const FEDERATED = /.\../;

/** Providers that the project itself has set up for its own people, whose addresses need no other proof. */
const OWN_PROVIDER = /^(oidc|saml)\./;

/** Whether a call came from a genuine copy of the app, as App Check attests; replayed if its token was used before. */
export type AppCheck = 'none' | 'genuine' | 'replayed';

export interface GateSettings {
  /** Domains of the e-mail addresses of members, in lower case; empty for any. */
  emailDomains: readonly string[];
  requiresAppCheck: boolean;
}

/**
 * Lets members pass: people with a verified e-mail address, a verified phone or an account of a federated provider. If
 * domains are set, only those with a verified address of one of them. `firestore.rules` says the same of people.
 *
 * @throws DomainError `not-signed-in` without a token, `not-genuine` without App Check where it is required,
 *   `not-a-member` for anybody else
 */
export function admit(
  token: IdToken | null,
  appCheck: AppCheck,
  { emailDomains, requiresAppCheck }: GateSettings,
): asserts token is IdToken {
  if (token === null) throw new DomainError('not-signed-in', 'Sign in first.');
  if (requiresAppCheck) admitApp(appCheck);
  const provider = token.firebase.sign_in_provider;
  if (provider === 'anonymous') {
    throw new DomainError('not-a-member', 'Guests see nothing here: sign in with an account.');
  }
  const isFederated = FEDERATED.test(provider);
  const hasVerifiedAddress = token.email !== undefined && token.email_verified === true;
  if (!hasVerifiedAddress && token.phone_number === undefined && !isFederated) {
    throw new DomainError(
      'not-a-member',
      'Verify your e-mail address first: open the link that was sent to it, then sign in again.',
    );
  }
  if (emailDomains.length === 0) return;
  const isVouchedFor = hasVerifiedAddress || OWN_PROVIDER.test(provider);
  if (!isVouchedFor || !isOfDomain(token.email, emailDomains)) {
    throw new DomainError('not-a-member', membersOnly(emailDomains));
  }
}

function admitApp(appCheck: AppCheck): void {
  if (appCheck === 'genuine') return;
  throw new DomainError(
    'not-genuine',
    appCheck === 'none'
      ? 'Call from the app itself: this call carries no valid App Check token.'
      : 'The App Check token of this call was used before: ask for a token of limited use, and call again.',
  );
}
