import type { RequestListener } from 'node:http';
import { setImmediate as afterReading } from 'node:timers/promises';

/** More turns of the event loop are not given to those that wait: as many as the system lets wait. */
const maxTurns = 4_096;

/** The taking in of connections that a server is to end without resetting those that wait for it. */
interface Acceptance {
  /** To be told of each connection. */
  count(): void;
  /** The same handler, which is given no request while the end of the taking in is awaited. */
  holding(handler: RequestListener): RequestListener;
  /** Ends it, by what it is given, when nobody waits any more. */
  finish(end: () => void): Promise<void>;
}

/**
 * The system takes connections, with the requests on them, before the process does, which takes one in each turn of the
 * event loop. Those that it has not taken are reset when it stops listening.
 */
export function createAcceptance(): Acceptance {
  let connections = 0;
  let held: (() => void)[] | null = null;
  return {
    count() {
      connections += 1;
    },
    holding: (handler) => (request, response) => {
      if (held) held.push(() => void (response.destroyed || handler(request, response)));
      else handler(request, response);
    },
    async finish(end) {
      // Whoever is answered opens his next connection, and there would be no end of them.
      const requests: (() => void)[] = [];
      held = requests;
      // The first turn may have looked at the network already.
      await afterReading();
      let before = -1;
      for (let turn = 0; turn < maxTurns && connections > before; turn += 1) {
        before = connections;
        await afterReading();
      }
      end();
      held = null;
      for (const begin of requests) begin();
    },
  };
}
