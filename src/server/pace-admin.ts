import type { Clock } from '../time/clock.ts';
import type { AdminAnswer, AdminRoute, AdminRoutes } from './admin.ts';

/** After each answer of an address, so many times as long as it took is left to queries. */
const restPerWork = 9;
/** The longest rest: what others did meanwhile may count as work. */
const maxRestMs = 2_000;
/** Different questions that wait at an address. */
const maxWaiting = 100;

/**
 * The same routes, of which none takes more than a tenth of the time of the process, however many ask it and how often:
 * it is asked for one answer after the other, with a rest after each. Who asks for what somebody waits for already gets the
 * same answer, which nobody gets whose question came after it was begun.
 */
export function paceAdmin(routes: AdminRoutes, clock: Clock): AdminRoutes {
  return new Map([...routes].map(([path, tell]) => [path, paced(tell, clock)]));
}

function paced(tell: AdminRoute, clock: Clock): AdminRoute {
  const waiting = new Map<string, Promise<AdminAnswer>>();
  let latest: Promise<unknown> = Promise.resolve();
  let restsUntil = -Infinity;

  async function tellAfter(
    before: Promise<unknown>,
    question: string,
    request: Parameters<AdminRoute>[0],
  ): Promise<AdminAnswer> {
    await before.catch(() => {});
    const restMs = restsUntil - clock.now();
    if (restMs > 0) await new Promise<void>((resolve) => clock.after(restMs, resolve));
    waiting.delete(question);
    const startedAt = clock.now();
    try {
      return await tell(request);
    } finally {
      const now = clock.now();
      restsUntil = now + Math.min(maxRestMs, restPerWork * (now - startedAt));
    }
  }

  return (request) => {
    const question = `${request.headers.accept} ${request.url}`;
    const known = waiting.get(question);
    if (known) return known;
    if (waiting.size >= maxWaiting) return tooMany;
    const answer = tellAfter(latest, question, request);
    waiting.set(question, answer);
    latest = answer;
    return answer;
  };
}

const tooMany: AdminAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' },
  body: 'Too many ask for this at once. Ask again in some seconds.\n',
};
