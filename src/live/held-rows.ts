import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { Loads } from '../loading/request-loader.ts';

/** What one look at what is watched has read, for the next one. */
export interface HeldRows {
  /**
   * Loads for one look. Where calls are too scarce for it, what the look before had read is given once more: the age that it
   * tells of itself says so. Not what was read before `accounts` were replaced: the same id can stand for another account by then.
   */
  over(loader: Loads, accounts: () => object): Loads;
}

type Rows = readonly Row[];

export function createHeldRows(): HeldRows {
  let before = new Map<string, Rows>();
  let read = new Map<string, Rows>();
  let readOf: object | null = null;

  return {
    over(loader, accounts) {
      const present = accounts();
      before = present === readOf ? read : new Map<string, Rows>();
      read = new Map();
      readOf = present;

      async function hold<Read extends Rows>(id: string, load: () => Promise<Read>): Promise<Read> {
        const rows = await load().catch((error: unknown) => {
          const held = before.get(id);
          if (held === undefined || !isForWantOfCalls(error) || accounts() !== present) throw error;
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read for the same id, whose endpoint has one type of row
          return held as Read;
        });
        read.set(id, rows);
        return rows;
      }

      return {
        async rows(accountId, endpoint, spec, key) {
          const id = JSON.stringify([accountId, endpoint.name, spec.by, spec.params, key]);
          return hold(id, async () => loader.rows(accountId, endpoint, spec, key));
        },
        async whole(accountId, endpoint) {
          const id = JSON.stringify([accountId, endpoint.name]);
          return hold(id, async () => loader.whole(accountId, endpoint));
        },
      };
    },
  };
}

const isForWantOfCalls = (error: unknown): boolean =>
  error instanceof GatewayError && error.code === 'BUDGET_EXHAUSTED';
