import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a host is this machine, so that nobody can listen in between: the name `localhost`, an address of
 * 127.0.0.0/8, `::1`, or the folder of a Unix socket. No other name counts, whatever it resolves to.
 */
export function isThisMachine(host: string): boolean {
  if (host.startsWith('/') || host.toLowerCase() === 'localhost') return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Why a service must not be called at this URL, in a sentence without the URL, which may be a secret; null if it may
 * be: what leaves this machine is encrypted.
 *
 * @param setting what holds the URL
 */
export function problemOfUrl(url: string, setting: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'https:') return null;
  const host = parsed?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
  if (parsed?.protocol === 'http:' && isThisMachine(host)) return null;
  return `${setting} must be a URL that begins with https://: http:// is for services on this machine only`;
}
