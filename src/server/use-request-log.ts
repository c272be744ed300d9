import { hash } from 'node:crypto';
import {
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  type GraphQLError,
} from 'graphql';
import type { AsyncIterableIteratorOrValue, Plugin, YogaInitialContext } from 'graphql-yoga';
import type { Logger } from 'pino';
import { isAnonymous } from '../callers/anonymous.ts';
import type { Clock } from '../time/clock.ts';
import type { Arrival } from './admission.ts';
import { codeOf } from './mask-error.ts';
import { callerOf } from './use-caller.ts';

/**
 * One line for each operation: who has a name and asks, its name, how long it took since it came, how many errors of which code. Never its variables.
 *
 * @param isOther whether a document is to be told by its hash, as one that is in no manifest
 */
export function useRequestLog(
  log: Logger,
  clock: Clock,
  isOther: (text: string) => boolean,
): Plugin<Arrival & YogaInitialContext> {
  const documentOf = (text: string) =>
    isOther(text) ? { document: hash('sha256', text), persisted: false } : {};

  return {
    onExecute({ args }) {
      const { arrivedAt, params } = args.contextValue;
      const start = arrivedAt ?? clock.now();
      return {
        onExecuteDone({ result }) {
          const document = documentOf(params.query ?? '');
          const codes: Record<string, number> = {};
          for (const error of errorsOf(result)) {
            const code = codeOf(error);
            codes[code] = (codes[code] ?? 0) + 1;
          }
          log.info(
            {
              ...whoAsks(args.contextValue.request),
              operation: nameOf(args),
              tookMs: Math.round(clock.now() - start),
              errors: codes,
              ...document,
            },
            'query',
          );
        },
      };
    },
  };
}

/** Nothing where it is known by its address only, which is not for a log. */
function whoAsks(request: Request): { readonly caller?: string; readonly via?: string } {
  const caller = callerOf(request);
  if (isAnonymous(caller)) return {};
  const { id, via } = caller;
  return { caller: id, ...(via !== undefined && { via }) };
}

function errorsOf(result: AsyncIterableIteratorOrValue<ExecutionResult>): readonly GraphQLError[] {
  return 'errors' in result ? (result.errors ?? []) : [];
}

/** The name of the operation that is run, cut to what a log line should hold. */
function nameOf({ document, operationName }: ExecutionArgs): string | null {
  return getOperationAST(document, operationName)?.name?.value.slice(0, 64) ?? null;
}
