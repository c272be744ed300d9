import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

/** A row as the exchange sends it. The stub leaves no field empty, so nothing has to become null. */
export type Row = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, string>>;

/** An endpoint that takes several keys in one call. */
export interface Batch {
  readonly endpoint: string;
  /** The parameter that takes the keys, and the field of a row that holds its key. */
  readonly by: string;
  /** Keys to a call. */
  readonly most: number;
}

export const details: Batch = { endpoint: 'balance', by: 'ccy', most: 20 };
export const maxWithdrawal: Batch = { endpoint: 'max-withdrawal', by: 'ccy', most: 20 };
export const maxAvail: Batch = { endpoint: 'max-avail-size', by: 'instId', most: 5 };
export const maxLoan: Batch = { endpoint: 'max-loan', by: 'instId', most: 5 };

interface Credentials {
  readonly apiKey: string;
  readonly secretKey: string;
  readonly passphrase: string;
  readonly baseUrl: string;
}

const accounts = JSON.parse(
  readFileSync(process.env['ACCOUNTS_FILE'] ?? '', 'utf8'),
) as readonly Credentials[];
const [account] = accounts;
if (!account) throw new Error('ACCOUNTS_FILE has no account');
const { apiKey, secretKey, passphrase, baseUrl } = account;
const pool = new Pool(baseUrl, { connections: 64 });

/** The account as a whole. */
export async function askForAccount(): Promise<Row> {
  const [row = {}] = await call('balance', {});
  return row;
}

/** The rows of each key, in as few calls as take them. */
export async function askFor(
  { endpoint, by, most }: Batch,
  keys: readonly string[],
  params: Params = {},
): Promise<readonly (readonly Row[])[]> {
  const calls: Promise<readonly Row[]>[] = [];
  for (let from = 0; from < keys.length; from += most) {
    calls.push(call(endpoint, { [by]: keys.slice(from, from + most).join(','), ...params }));
  }
  const data = (await Promise.all(calls)).flat();
  const rows =
    endpoint === 'balance' ? data.flatMap((one) => one['details'] as readonly Row[]) : data;
  const answers = Map.groupBy(rows, (row) => row[by]);
  return keys.map((key) => answers.get(key) ?? []);
}

/** The first row of each key, or null. */
export async function askForOne(
  batch: Batch,
  keys: readonly string[],
  params?: Params,
): Promise<readonly (Row | null)[]> {
  return (await askFor(batch, keys, params)).map(([row]) => row ?? null);
}

/** The `data` of one signed call. */
async function call(endpoint: string, params: Params): Promise<readonly Row[]> {
  const query = new URLSearchParams(params).toString();
  const path = `/api/v5/account/${endpoint}${query === '' ? '' : `?${query}`}`;
  const timestamp = new Date().toISOString();
  const signature = createHmac('sha256', secretKey)
    .update(`${timestamp}GET${path}`)
    .digest('base64');
  const { body } = await pool.request({
    method: 'GET',
    path,
    headers: {
      'OK-ACCESS-KEY': apiKey,
      'OK-ACCESS-SIGN': signature,
      'OK-ACCESS-TIMESTAMP': timestamp,
      'OK-ACCESS-PASSPHRASE': passphrase,
    },
  });
  const { code, msg, data } = (await body.json()) as {
    readonly code: string;
    readonly msg: string;
    readonly data: readonly Row[];
  };
  if (code !== '0') throw new Error(msg);
  return data;
}
