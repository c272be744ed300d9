import { describe, expect, test } from 'vitest';
import {
  coordinateOf,
  isText,
  keysOf,
  meanings,
  liveFields,
  rootFields,
  types,
  waysIn,
} from '../../support/rights-decisions.ts';
import { probesOf } from '../../support/rights-probes.ts';
import { askForSdl } from '../../support/rights-world.ts';

const sdl = await askForSdl();
const probes = probesOf(sdl);

describe('it is decided', () => {
  const undecided = (all: readonly string[], decisions: object) =>
    all.filter((one) => !(one in decisions));

  test('of each way in, which accounts it leads to', () => {
    expect(
      undecided(
        rootFields.map(({ name }) => name),
        waysIn,
      ),
    ).toEqual([]);
    expect(rootFields.length).toBe(Object.keys(waysIn).length);
  });

  test('of each argument and each key of an entity, whether it names an account', () => {
    const all = [
      ...types.flatMap((type) =>
        Object.values(type.getFields()).flatMap(({ name, args }) =>
          args.filter(isText).map((one) => coordinateOf(type.name, name, one.name)),
        ),
      ),
      ...rootFields
        .filter(({ name }) => name !== '_entities')
        .flatMap(({ name, args }) =>
          args.filter(isText).map((one) => coordinateOf('Query', name, one.name)),
        ),
      ...liveFields.flatMap(({ name, args }) =>
        args.filter(isText).map((one) => coordinateOf('Subscription', name, one.name)),
      ),
      ...[...keysOf(sdl)].flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`)),
    ];
    expect(undecided(all, meanings)).toEqual([]);
    expect(all.toSorted()).toEqual(Object.keys(meanings).toSorted());
  });

  test('each field of each type is asked for', () => {
    const covered = new Set(probes.flatMap(({ covers }) => covers));
    const all = types.flatMap((type) =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
    );
    expect(all.filter((field) => !covered.has(field))).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
  });
});
