import type { Setting } from './setting.ts';
import { baseUrl, credential, filePath, flag } from './values.ts';

/** The settings that say which accounts are served. */
export const accountSettings = {
  apiKey: {
    name: 'OKX_API_KEY',
    description:
      'API key of a single account, which gets the id `main`. Reading rights are enough.',
    schema: credential,
  },
  secretKey: {
    name: 'OKX_SECRET_KEY',
    description: 'Secret key that came with OKX_API_KEY.',
    schema: credential,
  },
  passphrase: {
    name: 'OKX_PASSPHRASE',
    description: 'Passphrase that was chosen for OKX_API_KEY.',
    schema: credential,
  },
  baseUrl: {
    name: 'OKX_BASE_URL',
    description:
      "Origin of the exchange's region that OKX_API_KEY was made in, such as https://eea.okx.com.",
    schema: baseUrl,
    fallback: 'https://www.okx.com',
  },
  demo: {
    name: 'OKX_DEMO',
    description: 'Whether OKX_API_KEY belongs to demo trading: true or false.',
    schema: flag,
    fallback: 'false',
  },
  accountsFile: {
    name: 'ACCOUNTS_FILE',
    description:
      'Several accounts in place of the OKX_ variables: path of a JSON list of { "id", "apiKey", ' +
      '"secretKey", "passphrase", "baseUrl"?, "demo"?, "share"? }. The first is the default account.',
    schema: filePath,
  },
  embedded: {
    name: 'EMBEDDED',
    description:
      'Whether the embedded exchange serves made-up accounts: true or false; without it, where no account is given, HOST is ' +
      'loopback and neither CALLERS_FILE nor REDIS_URL is set.',
    schema: flag,
  },
  checkAccounts: {
    name: 'CHECK_ACCOUNTS',
    description:
      'Whether each account is asked for its balance and settings at the start and when it comes or changes later, again each ' +
      'minute until it was answered or refused, and the log told how that went, and of keys that may do more than read: true or false.',
    schema: flag,
    fallback: 'true',
  },
} satisfies Record<string, Setting<unknown>>;
