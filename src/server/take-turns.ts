import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** The requests of one connection. */
interface Line {
  isBusy: boolean;
  /** Begins those that have been read and have to wait. */
  readonly waiting: (() => void)[];
}

/**
 * Keeps who sends many requests on one connection before reading an answer from delaying others: they are worked on
 * one after the other, and no more are read while some wait. So all connections take turns.
 */
export function takeTurns(handler: RequestListener): RequestListener {
  const lines = new WeakMap<Socket, Line>();

  function lineOf(socket: Socket): Line {
    const known = lines.get(socket);
    if (known) return known;
    const line: Line = { isBusy: false, waiting: [] };
    lines.set(socket, line);
    // Reading the body of one request, and sending an answer, make Node read on.
    socket.on('resume', () => {
      if (line.waiting.length > 0) socket.pause();
    });
    return line;
  }

  function beginNext(socket: Socket, line: Line): void {
    line.isBusy = false;
    // After the last answer of a connection, Node gives those of others no way out, nor ever an end.
    const next = socket.writable ? line.waiting.shift() : undefined;
    if (!next) return;
    next();
    if (line.waiting.length === 0) socket.resume();
  }

  function begin(line: Line, ...[request, response]: Parameters<RequestListener>): void {
    line.isBusy = true;
    // Not at once: what is answered in no time would go on from request to request, and nobody else be heard.
    response.once('close', () => void setImmediate(beginNext, request.socket, line));
    handler(request, response);
  }

  return (request, response) => {
    const { socket } = request;
    const line = lineOf(socket);
    if (!line.isBusy) return begin(line, request, response);
    line.waiting.push(() => begin(line, request, response));
    socket.pause();
  };
}
