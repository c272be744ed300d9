import { config } from '../../endpoints/config/declaration.ts';
import type { ModeRefusal } from '../../endpoints/declare.ts';
import type { AccountLoader } from '../account-loader.ts';
import type { Loads } from '../request-loader.ts';
import { type KnownMode, type Mode, modeIn } from './known-mode.ts';
import { refusalIn, refusalsFor, refusedByMode } from './refused-by-mode.ts';

/** Loads for one request that minds the modes of accounts. */
export interface ModeMinding {
  readonly loader: Loads;
  /** The mode of an account, if need be by a call for it; null where that cannot be had. */
  modeOf(accountId: string): Promise<Mode | null>;
}

/**
 * Refuses without a call what the mode of an account does not have.
 *
 * A mode that was told a short while ago is gone by. One that was told longer ago is asked for anew, but only where it
 * matters: where what was known would refuse, or the exchange has refused since. Where it was never told, or is not told
 * now, the exchange is asked as if there were no modes.
 *
 * @param accounts those that the caller may read
 */
export function mindModes(
  loader: Loads,
  accounts: ReadonlyMap<string, Pick<AccountLoader, 'mode'>>,
): ModeMinding {
  const reading = new Map<string, Promise<Mode | null>>();

  async function read(accountId: string): Promise<Mode | null> {
    // Why it cannot be had is told to whoever asks for the settings themselves.
    const [row] = await loader.whole(accountId, config).catch(() => []);
    return modeIn(row);
  }

  function readOnce(accountId: string): Promise<Mode | null> {
    const known = reading.get(accountId) ?? read(accountId);
    reading.set(accountId, known);
    return known;
  }

  /** The mode to go by for what may be refused; null where it is not known, or does not matter. */
  async function modeFor(
    accountId: string,
    known: KnownMode,
    {
      endpoint,
      refusals,
    }: { readonly endpoint: string; readonly refusals: readonly ModeRefusal[] },
  ): Promise<Mode | null> {
    const latest = known.latest();
    const isInDoubt = known.wasRefused(endpoint) || (latest && refusalIn(refusals, latest));
    return isInDoubt ? readOnce(accountId) : null;
  }

  return {
    modeOf: async (accountId) => accounts.get(accountId)?.mode.present() ?? readOnce(accountId),
    loader: {
      async rows(accountId, endpoint, spec, key) {
        const refusals = refusalsFor(endpoint, spec.params);
        const known = refusals.length > 0 ? accounts.get(accountId)?.mode : undefined;
        if (known) {
          const { name } = endpoint;
          // Without a pause where it is known, so that the key does not miss the tick of the others.
          const mode =
            known.present() ?? (await modeFor(accountId, known, { endpoint: name, refusals }));
          const refusal = mode && refusalIn(refusals, mode);
          if (refusal)
            throw refusedByMode(refusal, mode, { endpoint: name, accountId, keys: [key] });
        }
        return loader.rows(accountId, endpoint, spec, key);
      },
      whole: async (accountId, endpoint) => loader.whole(accountId, endpoint),
    },
  };
}
