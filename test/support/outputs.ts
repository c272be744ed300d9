import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import type { AccountCredentials } from '../../src/exchange/credentials.ts';
import type { Gateway } from '../../src/server/gateway.ts';
import type { Arrival } from '../../src/server/admission.ts';
import { fetchFast } from './fast-fetch.ts';
import { createCanaries, type Leak } from './canaries.ts';

/** Of one worker of the tests: every secret that they use, and what comes out of the gateways that have them. */
const canaries = createCanaries();
let unread: (readonly [output: string, text: string])[] = [];
let letters = 0;
let found: OutputLeak[] = [];
const lettersAtOnce = 2 ** 20;

interface OutputLeak extends Leak {
  /** Of which kind the output is, such as `answer`. */
  readonly output: string;
}

/** Takes a text for a secret, in every output from now on; for those of the whole run, too. */
export function keepSecret(secret: string): void {
  const file = process.env['CANARIES_FILE'];
  if (canaries.keep(secret) && file !== undefined) {
    appendFileSync(file, `${JSON.stringify(secret)}\n`);
  }
}

/** Takes what a request says of its sender, as in `Bearer …`, for a secret. */
export function keepAuthorization(header: string): void {
  for (const word of header.split(/\s+/)) {
    keepSecret(word);
    keepSecret(word.split('.').at(-1) ?? '');
  }
}

/** Takes the secrets in the environment of a gateway, and those in the files that it names, for what they are. */
export function keepSecretsOf(environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (/^OKX_.*(?:KEY|PASSPHRASE)$/.test(name)) keepSecret(value);
    if (/^(?:redis_url|https_proxy)$/i.test(name)) {
      keepSecret(/:\/\/[^/@]*?:([^/@]*)@/.exec(value)?.[1] ?? '');
    }
    if (/^(?:ACCOUNTS|CALLERS)_FILE$/.test(name) && existsSync(value)) {
      const named = /"(?:apiKey|secretKey|passphrase)"\s*:\s*"([^"]*)"|\b([0-9a-f]{64})\b/g;
      for (const [, secret, digest] of readFileSync(value, 'utf8').matchAll(named)) {
        keepSecret(secret ?? digest ?? '');
      }
    }
  }
}

/** Something that a gateway has given away: an answer, a line of its log, what its process prints. */
export function sawOutput(output: string, text: string): void {
  unread.push([output, text]);
  letters += text.length;
  if (letters > lettersAtOnce) read();
}

/** The secrets in all that came out since this was asked last. */
export function takeLeaks(): readonly OutputLeak[] {
  read();
  const all = found;
  found = [];
  return all;
}

function read(): void {
  for (const [output, text] of unread) {
    found.push(...canaries.find(text).map((leak) => ({ output, ...leak })));
  }
  unread = [];
  letters = 0;
}

/** A log that writes all that there is to be written, and shows none of it. */
export const createWatchedLog = (): Logger =>
  pino({ level: 'trace' }, { write: (line) => sawOutput('log', line) });

/** Takes the keys of accounts for what they are. */
export function keepAccountSecrets(accounts: readonly AccountCredentials[]): void {
  for (const { apiKey, secretKey, passphrase } of accounts) {
    for (const secret of [apiKey, secretKey, passphrase]) keepSecret(secret.reveal());
  }
}

/**
 * The same handler; what it answers without a socket is read beside whoever it is for.
 *
 * @param way where requests go: as over a socket or, whatever they are, through Yoga
 */
export function watchAnswers(
  { handler, ...gateway }: Gateway,
  way: 'as-served' | 'yoga',
): Gateway['handler'] {
  const fetch = new Proxy(handler.fetch, {
    apply(real, self, args: [address: unknown, init?: RequestInit, arrival?: Arrival]) {
      keepAuthorization(new Headers(args[1]?.headers).get('authorization') ?? '');
      const yoga = async (all: typeof args) => {
        const answer: Response = await Reflect.apply(real, self, all);
        return answer;
      };
      const fast = way === 'yoga' ? Promise.resolve(null) : fetchFast(gateway, ...args);
      const answering = fast.then(async (answer) => answer ?? yoga(args));
      void answering.then(sawResponse, () => undefined);
      return answering;
    },
  });
  return new Proxy(handler, {
    get: (real, name): unknown => (name === 'fetch' ? fetch : Reflect.get(real, name)),
  });
}

async function sawResponse(response: Response): Promise<void> {
  const { headers } = response;
  sawOutput('headers', JSON.stringify([...headers]));
  // What is compressed or streams is said elsewhere as it is.
  if (headers.has('content-encoding') || !headers.get('content-type')?.includes('json')) return;
  sawOutput('answer', await response.clone().text());
}
