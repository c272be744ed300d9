import { GatewayError } from '../../errors/gateway-error.ts';
import { type Ask, WHOLE } from '../queue/ask.ts';

/** What to say to one who can wait no longer. */
export function tooLate(ask: Ask, endpoint: string, retryAfterMs: number): GatewayError {
  const details = { endpoint, retryAfterMs, ...(ask.key !== WHOLE && { keys: [ask.key] }) };
  if (ask.lastError) return ask.lastError.with(details);
  return ask.sentAt === null
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
