import { createHmac } from 'node:crypto';
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** An answer's row; what the exchange left empty is null. */
export type Row = Readonly<Record<string, unknown>>;

/** The account that all calls are made for. */
export const credentialsShape = z.object({
  apiKey: z.string(),
  secretKey: z.string(),
  passphrase: z.string(),
  baseUrl: z.string(),
});
export type Credentials = z.infer<typeof credentialsShape>;

/** An endpoint that takes several keys in one call. */
interface Batch {
  readonly endpoint: string;
  /** The parameter that takes the keys, and the field of a row that holds its key. */
  readonly by: string;
  readonly maxBatchSize: number;
  /** The rows that answer keys, where they are not `data` itself. */
  readonly rowsOf?: (data: readonly unknown[]) => readonly unknown[];
}

type Parameters = Readonly<Record<string, string>>;

const withDetails = z.array(z.object({ details: z.array(z.unknown()) }));
export const balance: Batch = {
  endpoint: 'balance',
  by: 'ccy',
  maxBatchSize: 20,
  rowsOf: (data) => withDetails.parse(data).flatMap(({ details }) => details),
};
export const maxWithdrawal: Batch = { endpoint: 'max-withdrawal', by: 'ccy', maxBatchSize: 20 };
export const maxAvail: Batch = { endpoint: 'max-avail-size', by: 'instId', maxBatchSize: 5 };
export const maxLoan: Batch = { endpoint: 'max-loan', by: 'instId', maxBatchSize: 5 };

/** Loads the rows of keys, as full calls of the keys of one request. */
export interface Loaders {
  /** Rejects with a `GraphQLError` that has the exchange's code. */
  rows(batch: Batch, key: string, parameters?: Parameters): Promise<readonly Row[]>;
}

/** The loaders of one request: a DataLoader for each endpoint and its other parameters. */
export function createLoaders(credentials: Credentials): Loaders {
  const loaders = new Map<string, DataLoader<string, readonly Row[]>>();

  function loaderOf(batch: Batch, parameters: Parameters): DataLoader<string, readonly Row[]> {
    const { endpoint, by, maxBatchSize, rowsOf = (data) => data } = batch;
    const id = JSON.stringify([endpoint, parameters]);
    const known = loaders.get(id);
    if (known) return known;
    const made = new DataLoader<string, readonly Row[]>(
      async (keys) => {
        const data = await call(credentials, endpoint, { [by]: keys.join(','), ...parameters });
        const answers = Map.groupBy(rowsShape.parse(rowsOf(data)), (row) => row[by]);
        return keys.map((key) => answers.get(key) ?? []);
      },
      { maxBatchSize },
    );
    loaders.set(id, made);
    return made;
  }

  return { rows: async (batch, key, parameters = {}) => loaderOf(batch, parameters).load(key) };
}

const rowsShape = z.array(
  z.record(
    z.string(),
    z.unknown().transform((value) => (value === '' ? null : value)),
  ),
);
const envelope = z.object({
  code: z.string(),
  msg: z.string(),
  data: z.array(z.unknown()).default([]),
});

/** The `data` of one signed call. */
async function call(
  { apiKey, secretKey, passphrase, baseUrl }: Credentials,
  endpoint: string,
  parameters: Parameters,
): Promise<readonly unknown[]> {
  const target = `/api/v5/account/${endpoint}?${new URLSearchParams(parameters).toString()}`;
  const timestamp = new Date().toISOString();
  const signature = createHmac('sha256', secretKey)
    .update(`${timestamp}GET${target}`)
    .digest('base64');
  const response = await fetch(baseUrl + target, {
    headers: {
      'OK-ACCESS-KEY': apiKey,
      'OK-ACCESS-SIGN': signature,
      'OK-ACCESS-TIMESTAMP': timestamp,
      'OK-ACCESS-PASSPHRASE': passphrase,
    },
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  const { code, msg, data } = envelope.parse(await response.json());
  if (code !== '0') throw new GraphQLError(msg, { extensions: { code } });
  return data;
}
