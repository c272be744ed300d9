import { createYoga, useReadinessCheck } from 'graphql-yoga';
import { type AccountsParts, createAccounts, type ServedAccount } from '../accounts/accounts.ts';
import { createClients } from '../exchange/client.ts';
import { createHttp } from '../exchange/http.ts';
import { subgraph } from '../graph/schema.ts';
import { type Arrival, maxTurnWaitMs } from './admission.ts';
import { createMaskError } from './mask-error.ts';
import { useAnswerLimit } from './use-answer-limit.ts';
import { useBodyLimit } from './use-body-limit.ts';
import { useCostLimit } from './use-cost-limit.ts';
import { useCsrfPrevention } from './use-csrf-prevention.ts';
import { useDocumentLimit } from './use-document-limit.ts';
import { useGraphiql } from './use-graphiql.ts';
import { useLoader } from './use-loader.ts';
import { useMediaType } from './use-media-type.ts';
import { useNoStore } from './use-no-store.ts';
import { useRequestLog } from './use-request-log.ts';

export const graphqlPath = '/graphql';
export const livePath = '/health/live';
export const readyPath = '/health/ready';
const maxRequestBytes = 256 * 1024;

export interface GatewayOptions {
  /** At least one; the first is the default account. */
  readonly accounts: readonly ServedAccount[];
  readonly maxAgeMs: number;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  /** Whether an embedded exchange serves, which GraphiQL then says. */
  readonly madeUp?: boolean;
}

/** What the gateway takes from its surroundings. */
export interface GatewayParts extends Omit<AccountsParts, 'clientOf' | 'keepMs'> {
  /** Stands in for the network in tests. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The gateway as a request handler, for `node:http` or as a fetch, and how to change its accounts. */
export function createGateway(
  { accounts, maxAgeMs, deadlineMs, maxWaitMs, madeUp = false }: GatewayOptions,
  { fetch, ...parts }: GatewayParts,
) {
  const { clock, log } = parts;
  const served = createAccounts(accounts, {
    ...parts,
    clientOf: createClients(() => createHttp(fetch), clock),
    // A request that had to wait for its turn still finds the answers that were fresh when it came.
    keepMs: maxAgeMs + maxTurnWaitMs,
  });
  const handler = createYoga<Arrival>({
    schema: subgraph,
    graphqlEndpoint: graphqlPath,
    landingPage: false,
    logging: false,
    multipart: false,
    // Browsers of other origins get nothing until an origin is allowed by name.
    cors: false,
    // See `useBodyLimit`.
    maxRequestBodySize: false,
    maskedErrors: { maskError: createMaskError(log) },
    // See `useDocumentLimit`.
    parserAndValidationCache: false,
    // See `useGraphiql`.
    graphiql: false,
    // Answer 200 while the process runs, and while it takes queries: one that is ending accepts no connection.
    healthCheckEndpoint: livePath,
    plugins: [
      useMediaType(),
      useGraphiql({ path: graphqlPath, madeUp }),
      useCsrfPrevention(),
      useBodyLimit(maxRequestBytes),
      useNoStore(),
      useReadinessCheck({ endpoint: readyPath, check: () => true }),
      useDocumentLimit(),
      useAnswerLimit(),
      useRequestLog(log, clock),
      useCostLimit(served.loaders),
      useLoader({ accounts: served.loaders, clock, maxAgeMs, deadlineMs, maxWaitMs }),
    ],
  });
  return { handler, replaceAccounts: served.replace };
}
