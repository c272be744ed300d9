import type { Arrival } from './admission.ts';
import { defectAnswer } from './early-refusal.ts';
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
 * Loads Yoga for the first request that does not go on the fast path, such as one for GraphiQL: it is a third of what is
 * loaded otherwise, and many gateways are asked for nothing of the kind. Where that fails, as when no file can be opened
 * for the moment, the next request has it tried again.
 */
export function loadYoga(options: YogaOptions): LoadedYoga {
  let loaded: Promise<Yoga> | undefined;

  async function load(): Promise<Yoga> {
    loaded ??= import('./yoga.ts').then(({ createYogaHandler }) => createYogaHandler(options));
    try {
      return await loaded;
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  }

  return {
    handle(request, response, arrival = {}) {
      load().then(
        // Whoever has left meanwhile is not told of to Yoga any more.
        (yoga) => (response.destroyed ? undefined : void yoga(request, response, arrival)),
        (cause: unknown) => {
          const { status, headers, body } = defectAnswer(cause, options.tellError);
          response.writeHead(status, headers).end(body);
        },
      );
    },
    fetch: async (url, request = {}, arrival = {}) => (await load()).fetch(url, request, arrival),
    dispose: async () => (await loaded)?.dispose(),
  };
}
