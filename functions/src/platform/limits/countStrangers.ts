import type { IncomingMessage, ServerResponse } from 'node:http';
import { trustedProxies } from '../config.ts';
import { clientAddress } from './clientAddress.ts';
import { instanceLimits } from './instanceLimits.ts';

/** What firebase-functions verifies before a call reaches the suite. */
const CREDENTIALS = ['authorization', 'x-firebase-appcheck'];

/** The requests that reached the suite, which counts them itself. */
const arrived = new WeakSet<IncomingMessage>();

/** The address that a call came from; marks the call as one that the suite counts. */
export function addressOfCall(request: IncomingMessage): string {
  arrived.add(request);
  return clientAddress(request, trustedProxies.value());
}

/**
 * The same deployed callable, which counts calls that firebase-functions refuses by itself: forged tokens, bodies that are
 * no calls. From an address that sends a flood of them, calls go on without their credentials, as those of a stranger.
 */
export function countStrangers<Deployed extends (...parameters: never[]) => unknown>(
  deployed: Deployed,
): Deployed {
  return new Proxy(deployed, {
    apply(target, self, [request, response]: [IncomingMessage, ServerResponse]): unknown {
      const address = clientAddress(request, trustedProxies.value());
      if (instanceLimits().isFlooding(address)) {
        for (const name of CREDENTIALS) Reflect.deleteProperty(request.headers, name);
      }
      response.on('finish', () => {
        if (response.statusCode >= 400 && !arrived.has(request)) instanceLimits().countStranger(address);
      });
      return Reflect.apply(target, self, [request, response]);
    },
  });
}
