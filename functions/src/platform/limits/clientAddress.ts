import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';

/** Longest name of an address, in characters: what a proxy passes on may be anything. */
const MAX_LENGTH = 45;

/**
 * The address that a request came from, for counting. A client may send an X-Forwarded-For of its own, to which Cloud Run
 * and every proxy append the address that they were called from: so the entries are trustworthy from the end.
 *
 * @param trustedProxies how many proxies of the project's own, such as a load balancer, a request passes
 */
export function clientAddress(
  { headers, socket }: { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } },
  trustedProxies: number,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const entries = forwarded.map((entry) => entry.trim()).filter((entry) => entry !== '');
  const position = Math.max(0, entries.length - 1 - trustedProxies);
  return network(entries[position] ?? socket.remoteAddress ?? 'unknown');
}

/** What counts as one address: the whole of IPv4, and the /64 of IPv6 that one customer has to choose from. */
function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [unscoped = ''] = address.split('%');
  if (!isIPv6(unscoped)) return address.slice(0, MAX_LENGTH);
  // URLs have one spelling for each address.
  const [head = '', tail] = new URL(`http://[${unscoped}]`).hostname.slice(1, -1).split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = tail?.split(':').filter((group) => group !== '') ?? [];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
