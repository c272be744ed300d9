import {
  getNullableType,
  GraphQLError,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { badLeaves, soundLeaves } from './odd-leaves.ts';
import { pause } from './pause.ts';

/**
 * What fields of made-up objects come to: by what they are of, whatever was asked for before. A world in which things
 * are waited for differs from one in which nothing is in that alone.
 */
export interface World {
  readonly seed: number;
  /** How many of a thousand values are not as they should be. */
  readonly trouble: number;
  readonly waits: boolean;
}

/** Some number below another, by what it is for. */
export function draw({ seed }: World, what: string, limit: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let at = 0; at < what.length; at += 1) {
    hash = Math.imul(hash ^ what.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % limit;
}

const pick = <Value>(world: World, what: string, values: readonly Value[]): Value | undefined =>
  values[draw(world, what, values.length)];

/** What a field comes to, or a promise of it. */
export function outcome(world: World, type: GraphQLOutputType, id: string): unknown {
  const settle = () => valueOf(world, type, id);
  return draw(world, `${id} waits`, 3) === 0 ? promised(world, id, settle) : settle();
}

/** A promise that takes its time, or what is only like one; in a world where nothing is waited for, the value. */
export function promised(world: World, id: string, settle: () => unknown): unknown {
  if (!world.waits) return settle();
  const later = pause(draw(world, `${id} pause`, 7)).then(settle);
  // Nobody may be listening any more.
  later.catch(() => {});
  // oxlint-disable-next-line unicorn/no-thenable -- as some libraries have them
  return draw(world, `${id} like`, 10) === 0 ? { then: later.then.bind(later) } : later;
}

function valueOf(world: World, type: GraphQLOutputType, id: string): unknown {
  const isTroubled = draw(world, `${id} fails`, 1_000) < world.trouble;
  return isTroubled ? troubled(world, type, id) : sound(world, type, id);
}

function troubled(world: World, type: GraphQLOutputType, id: string): unknown {
  const inner = getNullableType(type);
  switch (draw(world, `${id} trouble`, 10)) {
    case 0:
      throw new Error(`Thrown of ${id}`);
    case 1:
      return new Error(`Given of ${id}`);
    case 2:
      throw new GraphQLError(`GraphQL's of ${id}`, { extensions: { code: 'ODD' } });
    case 3:
      throw new GraphQLError(`Located of ${id}`, { path: ['else', 'where'] });
    case 4:
      // oxlint-disable-next-line typescript/only-throw-error -- as some code does
      throw `Text of ${id}`;
    case 5:
      return undefined;
    case 6:
      if (isListType(inner)) return breaking(world, inner.ofType, id);
      return isLeafType(inner) ? pick(world, id, badLeaves[inner.name] ?? []) : 13;
    case 7:
      return isLeafType(inner) ? pick(world, id, badLeaves[inner.name] ?? []) : 13;
    default:
      return null;
  }
}

function sound(world: World, type: GraphQLOutputType, id: string): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return list(world, inner.ofType, id);
  if (isLeafType(inner)) return pick(world, id, soundLeaves[inner.name] ?? []);
  const abstract = inner.name === 'U' ? ['A', 'B', 'C'] : ['A', 'B'];
  const typeNames = isObjectType(inner) ? [inner.name] : abstract;
  return createObject(world, pick(world, `${id} type`, typeNames) ?? '', id);
}

function list(world: World, item: GraphQLOutputType, id: string): unknown {
  const length = draw(world, `${id} length`, 4);
  const items = Array.from({ length }, (_, at) => itemOf(world, item, `${id}[${at}]`));
  const kinds = [items, items, items, new Map(items.entries()).values(), items.values()];
  return pick(world, `${id} list`, kinds);
}

/** An iterable that fails after some items. */
function* breaking(world: World, item: GraphQLOutputType, id: string): Generator {
  // The graphql package loses sight of what is waited for of items that cannot be null.
  if (!isNonNullType(item)) {
    for (let at = 0; at < 2; at += 1) yield itemOf(world, item, `${id}[${at}]`);
  }
  throw new Error(`Broken off of ${id}`);
}

function itemOf(world: World, type: GraphQLOutputType, id: string): unknown {
  const settle = () => {
    try {
      return valueOf(world, type, id);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  // As above: so none fails at once while others are waited for.
  const isWaitedFor = isNonNullType(type) || draw(world, `${id} waits`, 3) === 0;
  return isWaitedFor ? promised(world, id, settle) : settle();
}

/** An object of the made-up schema. */
export interface OddObject {
  readonly world: World;
  readonly id: string;
  readonly typeName: string;
}

/** By the names of their types: what defines the properties of an object. */
export const properties = new Map<string, PropertyDescriptorMap>();
const prototypes = new Map<string, object>();

function createObject(world: World, typeName: string, id: string): OddObject {
  const prototype: object =
    prototypes.get(typeName) ?? Object.create(null, properties.get(typeName) ?? {});
  prototypes.set(typeName, prototype);
  // The world is not quoted in errors, since it tells whether anything is waited for.
  const bare: Pick<OddObject, 'world'> = Object.create(prototype, { world: { value: world } });
  const object: OddObject = Object.assign(bare, { id, typeName });
  return draw(world, `${id} named`, 2) === 0
    ? Object.assign(object, { __typename: typeName })
    : object;
}
