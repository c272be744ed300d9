import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/settings/settings.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';
import { table } from '../../../src/settings/table.ts';

const names = Object.values(table).map(({ name }) => name);
/** Of these a misspelt one is seen at once, or harms nobody. */
const harmless = ['HOST', 'PORT', 'LOG_LEVEL', 'HTTPS_PROXY', 'NO_PROXY'];
const judged = names.filter((name) => !harmless.includes(name));

function refusal(env: Readonly<Record<string, string>>): string | null {
  try {
    parseSettings(env);
    return null;
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

describe('a name that may be a misspelt one stops the start', () => {
  test.each([
    ['ACCOUNT_FILE', 'ACCOUNTS_FILE'],
    ['ACCOUNTS_FLIE', 'ACCOUNTS_FILE'],
    ['ACCOUNTSFILE', 'ACCOUNTS_FILE'],
    ['ACOUNTS_FILE', 'ACCOUNTS_FILE'],
    ['ACCOUNTS', 'ACCOUNTS_FILE'],
    ['accounts_file', 'ACCOUNTS_FILE'],
    ['OKX_APIKEY', 'OKX_API_KEY'],
    ['OKX_SECRET', 'OKX_SECRET_KEY'],
    ['OKX_PASSWORD', 'OKX_PASSPHRASE'],
    ['OKX_URL', 'OKX_BASE_URL'],
    ['CALLER_FILE', 'CALLERS_FILE'],
    ['CALLERS', 'CALLERS_FILE'],
    ['ALLOW_ANON', 'ALLOW_ANONYMOUS'],
    ['ALLOW_ANONYMOS', 'ALLOW_ANONYMOUS'],
    ['OPERATION', 'OPERATIONS'],
    ['OPERATION_DIR', 'OPERATIONS_DIR'],
    ['MAX_AGE', 'MAX_AGE_MS'],
    ['MAX_WAIT', 'MAX_WAIT_MS'],
    ['MAX_CALL', 'MAX_CALLS'],
    ['DEADLINE', 'DEADLINE_MS'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['EXPLORER', 'EXPLORE'],
    ['REDIS_URI', 'REDIS_URL'],
    ['REDIS_ULR', 'REDIS_URL'],
    ['REDISURL', 'REDIS_URL'],
    ['MAX-AGE-MS', 'MAX_AGE_MS'],
    ['okx.api.key', 'OKX_API_KEY'],
    ['REPLICA', 'REPLICAS'],
    ['REPLICA_COUNT', 'REPLICAS'],
    ['EMBED', 'EMBEDDED'],
    ['EMBEDED', 'EMBEDDED'],
    ['CHECK_ACCOUNT', 'CHECK_ACCOUNTS'],
  ])('%s', (name, meant) => {
    const refused = refusal({ [name]: 'S3cr3t' });
    expect(refused).toBe(
      `${name} is no setting. Did you mean ${meant}? Mend the name, or unset it; --help lists all settings`,
    );
    expect(refusal({ [name]: '' })).toBeNull();
  });

  test.each(['REDIS', 'REDIS_ADDRESS', 'REDIS_TLS_URL'])(
    'also %s, where it is the only address of Redis',
    (name) => {
      const address = { [name]: 'rediss://redis.test' };
      expect(refusal(address)).toContain(`${name} is no setting. Did you mean REDIS_URL?`);
      const given = { REDIS_URL: 'redis://redis.test', EMBEDDED: 'true' };
      expect(refusal({ ...address, ...given })).toBeNull();
    },
  );

  test('also any name of which a letter is left out, doubled or swapped with the next', () => {
    const slip = fc.constantFrom<(text: string, at: number) => string>(
      (text, at) => text.slice(0, at) + text.slice(at + 1),
      (text, at) => text.slice(0, at + 1) + text.slice(at),
      (text, at) => text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2),
    );
    fc.assert(
      fc.property(fc.constantFrom(...judged), slip, fc.nat(20), (name, spoil, at) => {
        const spoilt = spoil(name, at % name.length);
        fc.pre(!names.includes(spoilt));
        const refused = refusal({ [spoilt]: 'S3cr3t' });
        expect(refused).toContain(`${spoilt} is no setting. Did you mean `);
        expect(refused).not.toContain('S3cr3t');
      }),
    );
  });
});

describe('what other programs set stops nothing', () => {
  test.each(
    `HOSTNAME HOME HOSTTYPE PATH PWD SHLVL LANG USER LOGNAME SHELL TERM EDITOR EXPLORER_HOME MAIL TZ TMPDIR PORT_HTTP HOSTS
    REDIS_HOST REDIS_PORT REDIS_PASSWORD REDIS_USER REDIS_USERNAME REDIS_DB REDIS_TLS REDIS_TTL REDIS_SSL REDIS_VERSION
    LOG_DIR LOG_FORMAT LOGLEVEL MAX_WORKERS MAX_MEMORY MAX_OLD_SPACE ADMIN_EMAIL ADMIN_PASSWORD ADMIN_USER ALLOW_EMPTY_PASSWORD CHECK_INTERVAL
    ACCOUNTING_URL HTTP_PROXY http_proxy https_proxy no_proxy ALL_PROXY NODE_ENV NODE_OPTIONS NODE_EXTRA_CA_CERTS NODE_VERSION YARN_VERSION
    NOTIFY_SOCKET INVOCATION_ID JOURNAL_STREAM LISTEN_FDS LISTEN_PID SYSTEMD_EXEC_PID MEMORY_PRESSURE_WATCH WATCHDOG_USEC CREDENTIALS_DIRECTORY STATE_DIRECTORY
    KUBERNETES_SERVICE_HOST KUBERNETES_PORT KUBERNETES_PORT_443_TCP_ADDR OTEL_EXPORTER_OTLP_ENDPOINT OTEL_SERVICE_NAME
    npm_config_loglevel npm_lifecycle_event npm_package_version INIT_CWD COLORTERM CI DEBUG VITEST EXAMPLE DATABASE_URL SERVICE_PORT`
      .trim()
      .split(/\s+/),
  )('%s', (name) => {
    expect(refusal({ [name]: 'http://proxy.test' })).toBeNull();
  });

  test('nor do the links to any service of Kubernetes, whatever it is called', () => {
    const service = fc
      .tuple(
        fc.constantFrom(...judged, 'ADMIN', 'ACCOUNTS', 'ACCOUNT_SVC', 'OKX', 'REDIS', 'CALLERS'),
        fc.constantFrom('', '_SVC'),
      )
      .map((words) => words.join(''));
    const port = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(service, port, fc.constantFrom('tcp', 'udp'), (name, at, protocol) => {
        const address = `${protocol}://10.0.0.7:${at}`;
        const link = `${name}_PORT_${at}_${protocol.toUpperCase()}`;
        expect(
          refusal({
            [`${name}_SERVICE_HOST`]: '10.0.0.7',
            [`${name}_SERVICE_PORT`]: String(at),
            [`${name}_SERVICE_PORT_HTTP`]: String(at),
            [`${name}_PORT`]: address,
            [link]: address,
            [`${link}_PROTO`]: protocol,
            [`${link}_PORT`]: String(at),
            [`${link}_ADDR`]: '10.0.0.7',
            [`${link}_START`]: address,
            [`${link}_PORT_END`]: String(at),
          }),
        ).toBeNull();
      }),
    );
  });

  test('nor those of Docker to a container, with what that one was given', () => {
    const ofContainer = { OKX_ENV_NODE_VERSION: '24.0.0', OKX_ENV_ACCOUNTS_FILE: 'a.json' };
    expect(refusal({ ...ofContainer, OKX_NAME: '/gateway/okx' })).toBeNull();
    expect(refusal(ofContainer)).toContain('OKX_ENV_NODE_VERSION is no setting');
    expect(refusal({ OKX_NAME: 'desk' })).toContain('OKX_NAME is no setting');
  });

  test('and the link to a service that is called admin opens no admin port', () => {
    expect(parseSettings({ ADMIN_PORT: 'tcp://10.0.0.7:9000' })).toMatchObject({ adminPort: null });
  });

  test('nor does a name in another case, where the system takes both for one', () => {
    expect(refusal({ Max_Age_Ms: '100', MAX_AGE_MS: '100' })).toBeNull();
  });
});
