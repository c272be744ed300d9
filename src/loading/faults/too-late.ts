import { GatewayError } from '../../errors/gateway-error.ts';
import { type Ask, WHOLE } from '../queue/ask.ts';

/** Where nothing but time was wanting: whoever asked again at once with as little of it would do so without end. */
const aWhileMs = 1_000;

/**
 * What to say to one who can wait no longer.
 *
 * @param waitMs until it can be sent at the soonest; 0 for at once
 */
export function tooLate(ask: Ask, endpoint: string, waitMs: number): GatewayError {
  const keys = ask.key === WHOLE ? {} : { keys: [ask.key] };
  const details = { endpoint, ...keys, retryAfterMs: waitMs > 0 ? waitMs : aWhileMs };
  if (ask.lastError) return ask.lastError.with(details);
  return ask.sentAt === null && waitMs > 0
    ? new GatewayError(
        'BUDGET_EXHAUSTED',
        'The rate limit of the exchange leaves no call for this in time.',
        details,
      )
    : new GatewayError(
        'DEADLINE_EXCEEDED',
        'The exchange had not answered by the deadline.',
        details,
      );
}
