import { describe, expect, test } from 'vitest';
import type { AdminRoute } from '../../../src/server/admin.ts';
import { paceAdmin } from '../../../src/server/pace-admin.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const said = { status: 200, headers: {}, body: 'well' };

/** An address whose answers take 40 ms each, and one that takes no time. */
function createSlow() {
  const clock = createManualClock();
  const begun: { readonly url: string | undefined; readonly at: number }[] = [];
  const startedAt = clock.now();
  const slow: AdminRoute = async ({ url }) => {
    begun.push({ url, at: clock.now() - startedAt });
    await new Promise<void>((resolve) => clock.after(40, resolve));
    if (url?.includes('broken')) throw new Error('broken');
    return said;
  };
  const routes = paceAdmin(
    new Map([
      ['/slow', slow],
      ['/fast', () => said],
    ]),
    clock,
  );
  const ask = async (url: string, accept = 'application/json') =>
    routes.get(url.split('?', 1)[0] ?? '')?.({ url, headers: { accept } });
  return { clock, begun, ask };
}

describe('what is asked of the admin port', () => {
  test('takes a tenth of the time however often it is asked, and other addresses wait for none of it', async () => {
    const { clock, begun, ask } = createSlow();
    const asked = [1, 2, 3].map((one) => ask(`/slow?find=${one}`));
    await expect(ask('/fast')).resolves.toEqual(said);
    await clock.advance(2_000);
    expect(await Promise.all(asked)).toEqual([said, said, said]);
    expect(begun.map(({ at }) => at)).toEqual([0, 400, 800]);
  });

  test('is told once to all who wait for it, and anew to who asks after it was begun', async () => {
    const { clock, begun, ask } = createSlow();
    const first = ask('/slow');
    await clock.advance(10);
    const others = Array.from({ length: 50 }, async () => ask('/slow'));
    const page = ask('/slow', 'text/html');
    await clock.advance(2_000);
    await Promise.all([first, page, ...others]);
    expect(begun.map(({ at }) => at)).toEqual([0, 400, 800]);
  });

  test('is told to the next one when it could not be told', async () => {
    const { clock, ask } = createSlow();
    const asked = Promise.allSettled([ask('/slow?broken'), ask('/slow')]);
    await clock.advance(2_000);
    expect(await asked).toMatchObject([{ status: 'rejected' }, { value: said }]);
  });

  test('is refused where a hundred questions wait', async () => {
    const { clock, begun, ask } = createSlow();
    const asked = Array.from({ length: 150 }, async (_, one) => ask(`/slow?find=${one}`));
    await clock.advance(60_000);
    const statuses = (await Promise.all(asked)).map((answer) => answer?.status);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(45);
    expect(begun.length + statuses.filter((status) => status === 503).length).toBe(150);
  });
});
