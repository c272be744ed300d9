import type { Arrival } from './admission.ts';
import type { Handle } from './serve-fast.ts';
import type { createYogaHandler, YogaOptions } from './yoga.ts';

type Yoga = ReturnType<typeof createYogaHandler>;

/** Yoga, as soon as there is something for it. */
interface LoadedYoga {
  readonly handle: Handle;
  /** Answers a request that comes without a socket. */
  fetch(url: string, request?: RequestInit, arrival?: Arrival): Promise<Response>;
  dispose(): Promise<void>;
}

/**
 * Loads Yoga for the first request that does not go on the fast path, such as one for GraphiQL or for the health: it is
 * a third of what is loaded otherwise, and many gateways are asked for nothing of the kind.
 */
export function loadYoga(options: YogaOptions): LoadedYoga {
  let loaded: Promise<Yoga> | undefined;
  const load = async (): Promise<Yoga> =>
    (loaded ??= import('./yoga.ts').then(({ createYogaHandler }) => createYogaHandler(options)));
  return {
    handle: (request, response, arrival = {}) =>
      void load().then((yoga) => yoga(request, response, arrival)),
    fetch: async (url, request = {}, arrival = {}) => (await load()).fetch(url, request, arrival),
    dispose: async () => (await loaded)?.dispose(),
  };
}
