import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchAccounts } from '../../../src/accounts/watch-accounts.ts';
import { watchCallers } from '../../../src/callers/watch-callers.ts';
import { watchManifests } from '../../../src/documents/watch-manifests.ts';
import { alertOf, fires, linesIn, placeOf } from '../../support/alerts.ts';
import { createOperated } from '../../support/operated.ts';

const name = 'OkxGatewayFileRefused';

/** A gateway that follows files that can be used, until they are broken. */
function createFollowing() {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [accounts, callers, manifests] = ['accounts.json', 'callers.json', 'manifests'].map(
    (entry) => join(folder, entry),
  );
  if (!accounts || !callers || !manifests) throw new Error('There are three of them.');
  mkdirSync(manifests);
  const world = createOperated();
  const { gateway, clock, log } = world;
  const { replaceAccounts, replaceCallers, documents } = gateway;
  const following = {
    ACCOUNTS_FILE: watchAccounts({ file: accounts, replace: replaceAccounts, clock, log }),
    CALLERS_FILE: watchCallers({ file: callers, replace: replaceCallers, clock, log }),
    OPERATIONS_DIR: watchManifests({ folder: manifests, documents, clock, log }),
  };
  onTestFinished(() => {
    for (const { stop } of Object.values(following)) stop();
  });
  const paths = {
    ACCOUNTS_FILE: accounts,
    CALLERS_FILE: callers,
    OPERATIONS_DIR: join(manifests, 'a.json'),
  };
  return { ...world, following, paths };
}

const settings = ['ACCOUNTS_FILE', 'CALLERS_FILE', 'OPERATIONS_DIR'] as const;

test.each(settings)(`${name}: what %s names is no JSON any more`, async (setting) => {
  const { following, paths, files, live, scrapes, status, lines } = createFollowing();
  writeFileSync(paths[setting], '{ "broken": ');
  process.emit('SIGHUP', 'SIGHUP');
  await live(330, () => void files.splice(0, 1, following[setting].standing()));
  expect(fires(alertOf(name), scrapes)).toBe(true);
  const { verdict, summary } = await status();
  expect(`${verdict}: ${summary}`).toMatch(
    new RegExp(`^impaired: ${setting} cannot be used as it is now\\. What it held before is used`),
  );
  const about = { ACCOUNTS_FILE: 'accounts', CALLERS_FILE: 'callers', OPERATIONS_DIR: 'persisted' };
  const [line = ''] = linesIn(placeOf(name)).filter((one) => one.startsWith(about[setting]));
  const told = lines.find(({ msg }) => msg === line);
  expect(JSON.stringify(told?.['reason'] ?? told?.['reasons'])).toContain(paths[setting]);
});
