import { describe, expect, test } from 'vitest';
import { alertFaults } from '../../support/alert-faults.ts';
import { alerts, fires, linesIn, metricsIn, placeOf } from '../../support/alerts.ts';
import { createOperated } from '../../support/operated.ts';

describe('the alert fires, and log and status tell what its place in the runbook says that they do', () => {
  test.each(Object.entries(alertFaults))(
    '%s',
    async (name, { options, strike, status, besides = [] }) => {
      const world = createOperated(options);
      await strike(world);

      const firing = alerts.filter((alert) => fires(alert, world.scrapes));
      const expected = new Set([name, ...besides]);
      expect(firing.map(({ alert }) => alert).toSorted()).toEqual([...expected].toSorted());
      const written = new Set(world.lines.map(({ msg }) => msg));
      expect(linesIn(placeOf(name)).filter((line) => !written.has(line))).toEqual([]);
      const told = new Set(world.scrapes.at(-1)?.samples.map((sample) => sample.name));
      expect(metricsIn(placeOf(name)).filter((metric) => !told.has(metric))).toEqual([]);
      const { verdict, summary } = await world.status();
      if (status) expect(`${verdict}: ${summary}`).toMatch(status);
      else expect(verdict).toBe('well');
    },
  );
});
