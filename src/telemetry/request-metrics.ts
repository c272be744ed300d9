import { Histogram, type Registry } from 'prom-client';
import { requestSeconds } from './operation-metrics.ts';

/** A request over HTTP that has come to its end. */
export interface EndedRequest {
  readonly method: string;
  /** The path, where it is one of the gateway's own; empty for all others. */
  readonly route: string;
  /** 499 where the client left before it had the answer. */
  readonly status: number;
  readonly tookMs: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Measures requests, under the names that OpenTelemetry gives them. */
export function createRequestMetrics(registry: Registry): (request: EndedRequest) => void {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, but for the streams of subscriptions. Status 499: the client left before.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: requestSeconds,
    registers: [registry],
  });
  return ({ method, route, status, tookMs }) =>
    duration.observe(
      {
        http_request_method: methods.has(method) ? method : '_OTHER',
        http_route: route,
        http_response_status_code: status,
      },
      tookMs / 1_000,
    );
}
