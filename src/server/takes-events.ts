import type { ServerResponse } from 'node:http';

/** Server-sent events among the media types of `accept`, as Yoga knows them: in UTF-8, and not as what is never wanted. */
const eventStream =
  /^\s*text\/event-stream\s*(?:$|;(?!.*charset=(?!utf-8))(?!.*q=0(?:\.0*)?\s*(?:;|$)))/i;

/** Whether a client takes server-sent events: it names them, since who takes anything expects one answer. */
export const takesEvents = (accept: string | null | undefined): boolean =>
  (accept ?? '').split(',').some((type) => eventStream.test(type));

/** Whether that is what a client is answered with. */
export const sendsEvents = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream');
