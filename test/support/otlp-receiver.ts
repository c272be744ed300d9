import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { sawOutput } from './outputs.ts';

const value = z.union([
  z.object({ stringValue: z.string() }).transform((one): unknown => one.stringValue),
  z.object({ intValue: z.number() }).transform((one): unknown => one.intValue),
  z.unknown(),
]);
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((all) => Object.fromEntries(all.map((one) => [one.key, one.value])));
const context = { traceId: z.string(), spanId: z.string() };
const span = z.object({
  ...context,
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes,
  links: z.array(z.object(context)),
  status: z.object({ code: z.number(), message: z.string().optional() }),
});
const body = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

export type ReceivedSpan = z.infer<typeof span>;

/** What came to a collector of traces, by OTLP over HTTP. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly requests: readonly {
    readonly path: string | undefined;
    readonly headers: IncomingHttpHeaders;
    /** Of who sent it. */
    readonly resource: Readonly<Record<string, unknown>>;
  }[];
}

/** A collector on a port of this machine, until the end of the test. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const requests: OtlpReceiver['requests'][number][] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      sawOutput('traces', sent);
      for (const { resource, scopeSpans } of body.parse(JSON.parse(sent)).resourceSpans) {
        const { url: path, headers } = request;
        requests.push({ path, headers, resource: resource.attributes });
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, spans, requests };
}
