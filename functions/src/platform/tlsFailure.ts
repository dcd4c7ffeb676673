import type { ServerHost } from './connectionString.ts';

const UNKNOWN_AUTHORITY =
  'was issued by no authority that is known here: add sslrootcert=PATH with the certificate of its authority to the connection string';

/** What is wrong with a server's certificate, and what to do, by code (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATE_PROBLEMS: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    'is for another name: correct the host in the connection string, or give the server a certificate for this one',
  CERT_HAS_EXPIRED: 'has expired: renew it on the server',
  CERT_NOT_YET_VALID: 'is not valid yet: correct the clock of this machine or of the server',
  CERT_REVOKED: 'was revoked: renew it on the server',
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

/** A server did not prove who it is, or offers no encryption. Only an operator can help. */
export const TLS_FAILED = 'TLS_FAILED';

/** The error for a failed handshake, with a sentence that says what to do; the error itself if the connection broke. */
export function explainTlsFailure(error: unknown, { host, port }: ServerHost): unknown {
  const { code = 'unknown' } = error as { code?: string };
  if (/^E[A-Z]+$/.test(code) && code !== 'EPROTO') return error;
  const server = `the server ${host}:${String(port)}`;
  const problem = CERTIFICATE_PROBLEMS[code];
  return tlsFailure(
    problem === undefined
      ? `no TLS with ${server} (${code}): check that host and port are those of a Postgres server with TLS`
      : `the certificate of ${server} ${problem}`,
    error,
  );
}

export function tlsNotOffered({ host, port }: ServerHost): Error {
  return tlsFailure(
    `the server ${host}:${String(port)} offers no TLS: enable it there, or add sslmode=disable to the connection string if nobody can listen in between`,
  );
}

function tlsFailure(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: TLS_FAILED });
}
