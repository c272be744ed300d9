import { accountModes, type Endpoint, type ModeRefusal } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Mode } from './known-mode.ts';

type Sent = Readonly<Record<string, string>>;

/** What an endpoint may refuse calls with these parameters for, in one mode or another. */
export const refusalsFor = ({ refusals = [] }: Endpoint, params: Sent): readonly ModeRefusal[] =>
  refusals.filter(({ when = {} }) =>
    Object.entries(when).every(([name, values]) => values?.includes(params[name] ?? '')),
  );

/** Which of them holds in a mode. Where it depends on what is not known, none does: the exchange has to say. */
export const refusalIn = (
  refusals: readonly ModeRefusal[],
  { mode, borrows }: Mode,
): ModeRefusal | undefined =>
  refusals.find(
    ({ modes, unlessBorrowing = false }) =>
      modes.includes(mode) && (!unlessBorrowing || borrows === false),
  );

/** The error of a key for which no call is made. */
export const refusedByMode = (
  { meaning }: ModeRefusal,
  { mode }: Mode,
  details: {
    readonly endpoint: string;
    readonly accountId: string;
    readonly keys: readonly string[];
  },
): GatewayError =>
  new GatewayError(
    'ACCOUNT_MODE_UNSUPPORTED',
    `${meaning} The account is in ${accountModes[mode]} mode, so the exchange was not asked.`,
    details,
  );
