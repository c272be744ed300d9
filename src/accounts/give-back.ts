import type { AccountLoader } from '../loading/account-loader.ts';
import type { Clock } from '../time/clock.ts';

const lookEveryMs = 60_000;

/**
 * Has accounts that nobody asks for give back what was made for those who did. Looked for once a minute, as long as there are
 * any that something was made for.
 *
 * @returns to be told of each account when something is made for it
 */
export function createGiveBack(clock: Clock): (loader: AccountLoader) => void {
  const asked = new Set<AccountLoader>();
  let isDue = false;

  function lookLater(): void {
    if (isDue || asked.size === 0) return;
    isDue = true;
    clock.after(lookEveryMs, () => {
      isDue = false;
      for (const loader of asked) if (!loader.letGo()) asked.delete(loader);
      lookLater();
    });
  }

  return (loader) => {
    asked.add(loader);
    lookLater();
  };
}
