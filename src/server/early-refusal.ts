import type { GatewayError } from '../errors/gateway-error.ts';
import type { TellError } from '../operations/tell-error.ts';

const preferred = 'application/graphql-response+json';

/** What a request is answered with that is refused before GraphQL sees it. */
interface EarlyRefusal {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The answer to a request that is refused before anybody reads it, in the form that GraphQL gives it.
 *
 * @param accept the header of the request
 */
export function earlyRefusal(
  { message, extensions }: GatewayError,
  accept: string | null | undefined,
): EarlyRefusal {
  const { retryAfterMs } = extensions;
  return {
    body: JSON.stringify({ errors: [{ message, extensions }] }),
    headers: {
      'content-type': accept?.includes(preferred) ? preferred : 'application/json',
      'cache-control': 'no-store',
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
    },
  };
}

/** The answer where a defect was met outside of an operation: whoever sent the request learns no more than that. */
export function defectAnswer(cause: unknown, tellError: TellError) {
  const { message, extensions } = tellError({ cause, nodes: [], path: null });
  return {
    status: 500,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}
