import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../operations/bad-request.ts';

/** The most that a request may have. */
export const maxRequestBytes = 256 * 1024;

/**
 * Refuses a request whose body is too large, with status 413.
 *
 * Yoga's own limit sends every body through a stream that counts, which is an eighth of what a request costs. A
 * body that was announced needs no counting: Node reads no more of it than its `Content-Length`.
 */
export function useBodyLimit(maxBytes = maxRequestBytes): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const announced = request.headers.get('content-length');
      if (announced !== null) {
        if (!(Number(announced) <= maxBytes)) throw tooLarge(maxBytes);
        return;
      }
      if (!requestParser || !request.body) return;
      setRequestParser(async ({ url, method, headers, signal, body }) => {
        const counted = body && (await readBody(body, maxBytes));
        return requestParser(new fetchAPI.Request(url, { method, headers, signal, body: counted }));
      });
    },
  };
}

/** @throws GraphQLError as soon as there is too much of it */
async function readBody(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Not `for await`: leaving it would close the connection on which the refusal is to be sent.
  const reader = body.getReader();
  const read = async () => reader.read().catch(() => Promise.reject(endedEarly()));
  for (let next = await read(); !next.done; next = await read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBytes) {
      void discard(reader);
      throw tooLarge(maxBytes);
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString();
}

/** Reads what is still being sent: there are clients that read no answer before they have sent all. */
async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has left, which ends it as well.
  }
}

const endedEarly = () => badRequest('The request ended before its body was complete.');

function tooLarge(maxBytes: number): GraphQLError {
  const message = `The request is larger than ${maxBytes / 1_024} KiB. Send less in each, such as fewer operations or shorter lists.`;
  const extensions = { code: 'REQUEST_ENTITY_TOO_LARGE', http: { status: 413 } };
  return new GraphQLError(message, { extensions });
}
