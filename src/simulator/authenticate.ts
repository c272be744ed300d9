import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SimulatedAccount } from './accounts.ts';
import { Refusal } from './refusal.ts';

/** A request as it stood on the wire; header names in lower case. */
export interface WireRequest {
  readonly method: string;
  /** Path and query string, byte for byte. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** From this many milliseconds off, in either direction, a timestamp counts as expired. */
const clockTolerance = 30_000;
const timestampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const keyForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Returns the account that signed the request, or throws the first refusal in the exchange's order. */
export function authenticate(
  request: WireRequest,
  account: SimulatedAccount | undefined,
  { wallTime, addressRefused }: { readonly wallTime: number; readonly addressRefused: boolean },
): SimulatedAccount {
  const header = (name: string): string => request.headers[name] ?? '';
  const key = header('ok-access-key');
  const passphrase = header('ok-access-passphrase');
  const signature = header('ok-access-sign');
  const timestamp = header('ok-access-timestamp');

  if (key === '') throw new Refusal(50103);
  if (passphrase === '') throw new Refusal(50104);
  if (signature === '') throw new Refusal(50106);
  if (timestamp === '') throw new Refusal(50107);
  const signedAt = timestampForm.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(signedAt)) throw new Refusal(50112);
  if (Math.abs(wallTime - signedAt) >= clockTolerance) throw new Refusal(50102);
  if (!account) throw new Refusal(keyForm.test(key) ? 50119 : 50111);
  if (addressRefused) {
    throw new Refusal(
      50110,
      `Your IP 203.0.113.7 is not included in your API key's ${key} IP whitelist.`,
    );
  }
  const demoAsked = header('x-simulated-trading') === '1';
  if (demoAsked !== (account.demo ?? false)) throw new Refusal(50101);
  if (!sameText(passphrase, account.passphrase)) throw new Refusal(50105);
  const prehash = timestamp + request.method + request.target;
  const expected = createHmac('sha256', account.secretKey).update(prehash).digest('base64');
  if (!sameText(signature, expected)) throw new Refusal(50113);
  return account;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
