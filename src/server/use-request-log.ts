import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Clock } from '../time/clock.ts';

/** One line for each operation: its name, how long it took, how many errors of which code. Never its variables. */
export function useRequestLog(log: Logger, clock: Clock): Plugin {
  return {
    onExecute({ args }) {
      const start = clock.now();
      return {
        onExecuteDone({ result }) {
          const errors = 'errors' in result ? (result.errors ?? []) : [];
          const codes = Map.groupBy(errors, ({ extensions }) => String(extensions['code']));
          log.info(
            {
              operation: args.operationName ?? null,
              tookMs: Math.round(clock.now() - start),
              errors: Object.fromEntries([...codes].map(([code, all]) => [code, all.length])),
            },
            'query',
          );
        },
      };
    },
  };
}
