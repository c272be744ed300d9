import { config } from '../../endpoints/config/declaration.ts';
import { type AccountMode, isAccountMode } from '../../endpoints/declare.ts';
import type { Call } from '../../exchange/client.ts';
import type { Row } from '../../exchange/decode.ts';
import type { Outcome } from '../../exchange/outcome.ts';
import type { CallRequest } from '../../exchange/request.ts';
import type { Clock } from '../../time/clock.ts';

/** What decides what an account may ask for. */
export interface Mode {
  readonly mode: AccountMode;
  /** Whether borrowing is enabled in Spot mode; null where the exchange does not say. */
  readonly borrows: boolean | null;
}

/** What is known of the mode of an account, from the calls that were made for it anyway. */
export interface KnownMode {
  /** As it was told a short while ago; null where it is not known, or was told too long ago to go by. */
  present(): Mode | null;
  /** As it was told last, however long ago. */
  latest(): Mode | null;
  /** Whether the exchange has refused something of an endpoint for the mode since it told that last. */
  wasRefused(endpoint: string): boolean;
  /** The same account may be another one now. */
  forget(): void;
}

/**
 * For how long a mode is gone by after the call that told it was sent: nothing is refused longer than that for a mode
 * that is another one by now.
 */
const modeKnownMs = 30_000;

export function watchMode(
  call: Call,
  clock: Clock,
): { readonly call: Call; readonly known: KnownMode } {
  let told: { readonly mode: Mode; readonly sentAt: number } | null = null;
  let forgottenAt = -Infinity;
  /** By endpoint; made for the first of them, since there can be very many accounts. */
  let refused: Set<string> | null = null;

  function note({ endpoint }: CallRequest, outcome: Outcome, sentAt: number): void {
    if ('error' in outcome) {
      if (outcome.error.code === 'ACCOUNT_MODE_UNSUPPORTED')
        (refused ??= new Set()).add(endpoint.name);
      return;
    }
    const mode = endpoint === config ? modeIn(outcome.rows[0]) : null;
    // Of two answers, the one that was asked for last.
    if (mode === null || sentAt <= (told?.sentAt ?? forgottenAt)) return;
    told = { mode, sentAt };
    refused = null;
  }

  return {
    async call(request) {
      const sentAt = clock.now();
      const outcome = await call(request);
      note(request, outcome, sentAt);
      return outcome;
    },
    known: {
      present: () => (told && clock.now() - told.sentAt < modeKnownMs ? told.mode : null),
      latest: () => told?.mode ?? null,
      wasRefused: (endpoint) => refused?.has(endpoint) ?? false,
      forget() {
        told = null;
        forgottenAt = clock.now();
        refused = null;
      },
    },
  };
}

/** The mode that a row of `config` tells; null where it cannot be read, which whoever selects the field is told. */
export function modeIn(row: Row | undefined): Mode | null {
  const level = Number(row?.['acctLv']);
  const borrows = row?.['enableSpotBorrow'];
  if (!isAccountMode(level)) return null;
  return { mode: level, borrows: typeof borrows === 'boolean' ? borrows : null };
}
