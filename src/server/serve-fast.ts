import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Callers } from '../callers/callers.ts';
import { type Found, isRefusal } from '../callers/refusal.ts';
import type { Leaving } from '../loading/patience.ts';
import type { MediaType } from '../operations/answer.ts';
import type { TellError } from '../operations/tell-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Arrival } from './admission.ts';
import { defectAnswer } from './early-refusal.ts';
import { type FastPath, pack, type Reply } from './fast-path.ts';
import { askerOf, refuseCaller } from './use-caller.ts';

/** Answers a request of `node:http`. */
export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  arrival?: Arrival,
) => void;

interface ServeFastParts {
  readonly callers: Pick<Callers, 'identify'>;
  readonly telemetry: Pick<Required<Telemetry>, 'requestRefused'>;
  readonly tellError: TellError;
  /** Answers what does not go on the fast path. */
  readonly yoga: Handle;
}

/** Has requests go on the fast path where they can. */
export function serveFast(
  path: FastPath,
  { callers, telemetry, tellError, yoga }: ServeFastParts,
): Handle {
  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    arrival: Arrival,
    mediaType: MediaType,
  ): Promise<void> {
    const { headers } = request;
    const { arrivedAt, address = '' } = arrival;
    const asker = arrival.asker ?? askerOf(callers, headers, address);
    const caller: Found = typeof asker === 'function' ? await asker() : asker;
    if (isRefusal(caller)) {
      const refusal = refuseCaller(caller, headers.accept, telemetry);
      return write(response, await pack(refusal, null));
    }
    const body = request.complete ? readWhole(request) : await readBody(request);
    if (body === null) return;
    const leaving = leavingOf(response);
    const visitor = { caller, arrivedAt, leaving, mediaType };
    // What is there already waits for nothing, not even for the next turn of what was promised.
    const answering = path.answer(request, body.toString(), visitor);
    const reply = answering instanceof Promise ? await answering : answering;
    if (reply) write(response, reply);
    else yoga(unread(request, body), response, { ...arrival, asker: caller });
  }

  return (request, response, arrival = {}) => {
    const mediaType = path.takes(request);
    if (mediaType === null) return yoga(request, response, arrival);
    // A rejection that nobody handles ends the process, with all requests that are under way.
    serve(request, response, arrival, mediaType).catch((cause: unknown) =>
      write(response, defectAnswer(cause, tellError)),
    );
  };
}

/** Of one that has come to its end while it waited for its turn, so that nobody needs to listen for that. */
function readWhole(request: IncomingMessage): Buffer | null {
  const body: unknown = request.read();
  return body instanceof Buffer ? body : null;
}

/** Null when the client leaves before its end. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => resolve(null));
  });
}

/** The same request with its body still to be read. */
const unread = ({ method, url, headers, socket }: IncomingMessage, body: Buffer): IncomingMessage =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of one as Yoga looks at
  Object.assign(Readable.from([body]), {
    method,
    url,
    headers,
    socket,
  }) as unknown as IncomingMessage;

const leavingOf = (response: ServerResponse): Leaving => ({
  hasLeft: () => response.destroyed,
  onLeave(tell) {
    response.once('close', tell);
    return () => response.off('close', tell);
  },
});

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  if (!response.destroyed) response.writeHead(status, headers).end(body);
}
