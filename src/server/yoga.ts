import { createYoga } from 'graphql-yoga';
import type { Callers } from '../callers/callers.ts';
import { createAssets } from '../graphiql/assets.ts';
import type { Operations } from '../operations/operations.ts';
import type { TellError } from '../operations/tell-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import type { Arrival } from './admission.ts';
import { createMaskError } from './mask-error.ts';
import { graphqlPath, livePath, readyPath } from './paths.ts';
import type { Readiness } from './readiness.ts';
import { servedSchema } from './served-schema.ts';
import { useBodyLimit } from './use-body-limit.ts';
import { useCaller } from './use-caller.ts';
import { useCompression } from './use-compression.ts';
import { useContentNegotiation } from './use-content-negotiation.ts';
import { useCsrfPrevention } from './use-csrf-prevention.ts';
import { useGraphiql } from './use-graphiql.ts';
import { useMediaType } from './use-media-type.ts';
import { useNoStore } from './use-no-store.ts';
import { useOperations } from './use-operations.ts';
import { useReadiness } from './use-readiness.ts';
import { useRootRedirect } from './use-root-redirect.ts';
import { useSchemaAsset } from './use-schema-asset.ts';

export interface YogaOptions {
  readonly operations: Operations;
  readonly callers: Pick<Callers, 'identify'>;
  /** Whether GraphiQL is to ask for a token. */
  readonly wantsToken: boolean;
  /** Whether there is GraphiQL, and the schema for it. */
  readonly explore: boolean;
  readonly madeUp: boolean;
  readonly readiness: Readiness;
  readonly tellError: TellError;
  readonly telemetry: Pick<Required<Telemetry>, 'requestRefused'>;
  readonly clock: Clock;
}

/** Takes each request that does not go on the fast path, in whatever form HTTP has for it; the list of plugins is the order. */
export function createYogaHandler({
  operations,
  callers,
  wantsToken,
  explore,
  madeUp,
  readiness,
  tellError,
  telemetry,
  clock,
}: YogaOptions) {
  const graphiql = { path: graphqlPath, assets: createAssets(), wantsToken };
  return createYoga<Arrival>({
    schema: servedSchema,
    graphqlEndpoint: graphqlPath,
    landingPage: false,
    logging: false,
    multipart: false,
    // See `allowOrigins`: what is refused before it gets here has to be readable, too.
    cors: false,
    // See `useBodyLimit`.
    maxRequestBodySize: false,
    maskedErrors: { maskError: createMaskError(tellError) },
    // See `useOperations`.
    parserAndValidationCache: false,
    // See `useGraphiql`.
    graphiql: false,
    // Answers 200 while the process runs, also while it drains.
    healthCheckEndpoint: livePath,
    plugins: [
      ...(explore ? [useRootRedirect(graphqlPath.slice(1))] : []),
      useMediaType(),
      ...(explore ? [useGraphiql({ ...graphiql, madeUp })] : []),
      useCaller(callers, { telemetry, tellError, openPaths: [livePath, readyPath] }),
      ...(explore ? [useSchemaAsset(graphiql)] : []),
      useCsrfPrevention(),
      useContentNegotiation(),
      useBodyLimit(),
      useOperations(operations, clock),
      useNoStore(),
      useCompression(),
      useReadiness(readyPath, readiness),
    ],
  });
}
