import { describe, expect, test } from 'vitest';
import { alertFaults } from '../../support/alert-faults.ts';
import { alertOf, fires, linesIn, placeOf } from '../../support/alerts.ts';
import { createOperated } from '../../support/operated.ts';

describe('the alert, the log and the status tell of what the runbook has', () => {
  test.each(Object.entries(alertFaults))('%s', async (name, { options, strike, status }) => {
    const alert = alertOf(name);
    const before = createOperated(options);
    await before.live(15);
    const world = createOperated(options);
    await strike(world);

    expect(fires(alert, world.scrapes)).toBe(true);
    const written = new Set(world.lines.map(({ msg }) => msg));
    expect(linesIn(placeOf(name)).filter((line) => !written.has(line))).toEqual([]);
    const { verdict, summary } = await world.status();
    if (status) expect(`${verdict}: ${summary}`).toMatch(status);
    else expect(verdict).toBe('well');
  });
});
