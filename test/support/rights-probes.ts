import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import {
  coordinateOf,
  keysOf,
  liveFields,
  meanings,
  rootFields,
  sampleOf,
  types,
  waysIn,
  waysToAsk,
} from './rights-decisions.ts';

/** A query that asks for all fields of a type, on one of the ways to it. */
export interface Probe {
  readonly name: string;
  readonly query: string;
  /** @param account the one that is asked for */
  readonly variables: (account: string) => Readonly<Record<string, unknown>>;
  /** Whether an account is named, rather than the caller's own ones listed. */
  readonly names: boolean;
  /** What it covers, as `Account.details`. */
  readonly covers: readonly string[];
}

type Field = GraphQLField<unknown, unknown>;

/** A way into the graph, up to an object of a type. */
interface Start extends Pick<Probe, 'name' | 'names' | 'variables'> {
  readonly type: GraphQLObjectType;
  readonly wrap: (selection: string) => string;
}

/** A field that leads on, and to what. */
interface Step {
  readonly written: string;
  readonly type: GraphQLObjectType;
}

const namesAccount = (type: string, { name, args }: Field): boolean =>
  args.some((one) => meanings[coordinateOf(type, name, one.name)] === 'account');

const objectOf = ({ type }: Field): GraphQLObjectType | null => {
  const named = getNamedType(type);
  return isObjectType(named) ? named : null;
};

/** Where one gets from a type without naming an account again: the shortest way to each other type. */
function waysFrom(start: GraphQLObjectType): ReadonlyMap<GraphQLObjectType, readonly Step[]> {
  const ways = new Map<GraphQLObjectType, readonly Step[]>([[start, []]]);
  for (const [type, before] of ways) {
    for (const field of Object.values(type.getFields())) {
      const next = objectOf(field);
      if (next === null || ways.has(next) || namesAccount(type.name, field)) continue;
      const written = waysToAsk(type.name, field).at(-1) ?? field.name;
      ways.set(next, [...before, { written, type: next }]);
    }
  }
  return ways;
}

const wrapIn = (steps: readonly Step[], selection: string): string =>
  steps.reduceRight((inner, { written }) => `${written} { ${inner} }`, selection);

/** All fields of a type, on each way to ask for them, but for those that are ways in of their own. */
function selectAll(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).filter((one) => !namesAccount(type.name, one));
  const selections = fields.flatMap((field) =>
    waysToAsk(type.name, field).map((written, at) => {
      const inner = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
      return `${field.name}${at}: ${written}${inner}`;
    }),
  );
  return selections.join(' ');
}

function startsOf(sdl: string): readonly Start[] {
  const entities = keysOf(sdl);
  const own = rootFields.filter(({ name }) => waysIn[name] === 'own');
  const none = () => ({});

  const named = rootFields.flatMap((field): Start[] => {
    const type = objectOf(field);
    if (waysIn[field.name] !== 'named' || type === null) return [];
    const written = `${field.name}(${field.args.map(({ name }) => `${name}: $x`).join()})`;
    const wrap = (inner: string) => `query ($x: ID!) { ${written} { ${inner} } }`;
    const byDefault = (inner: string) => `{ ${field.name} { ${inner} } }`;
    return [
      { name: written, names: true, type, wrap, variables: (x) => ({ x }) },
      {
        name: `${field.name}, without a name`,
        names: false,
        type,
        wrap: byDefault,
        variables: none,
      },
    ];
  });

  const live = liveFields.flatMap((field): Start[] => {
    const type = objectOf(field);
    const account = field.args.find(
      ({ name }) => meanings[coordinateOf('Subscription', field.name, name)] === 'account',
    );
    if (type === null || account === undefined) throw new Error(`undecided: ${field.name}`);
    const written = `${field.name}(${account.name}: $x)`;
    const wrap = (inner: string) => `subscription ($x: ID!) { ${written} { ${inner} } }`;
    const name = `subscription ${written}`;
    return [{ name, names: true, type, wrap, variables: (x) => ({ x }) }];
  });

  const listed = own.flatMap((field): Start[] => {
    const type = objectOf(field);
    const wrap = (inner: string) => `{ ${field.name} { ${inner} } }`;
    return type ? [{ name: field.name, names: false, type, wrap, variables: none }] : [];
  });

  const represented = types.flatMap((type): Start[] => {
    const keys = entities.get(type.name);
    if (keys === undefined) return [];
    const names = keys.some((key) => meanings[`${type.name}.${key}`] === 'account');
    const of = (x: string) => ({
      __typename: type.name,
      ...Object.fromEntries(
        keys.map((key) => {
          const meaning = meanings[`${type.name}.${key}`];
          if (meaning === undefined) throw new Error(`undecided: ${type.name}.${key}`);
          return [key, meaning === 'account' ? x : sampleOf(meaning)];
        }),
      ),
    });
    const wrap = (inner: string) =>
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type.name} { ${inner} } } }`;
    return [
      { name: `entity ${type.name}`, names, type, wrap, variables: (x) => ({ r: [of(x), of(x)] }) },
    ];
  });

  const inside = types.flatMap((parent) =>
    Object.values(parent.getFields())
      .filter((field) => namesAccount(parent.name, field))
      .flatMap((field) => within([...listed, ...represented], parent, field)),
  );
  return [...named, ...live, ...listed, ...represented, ...inside];
}

/** The ways in through a field that names an account itself, such as `Currency.forAccount`. */
function within(starts: readonly Start[], parent: GraphQLObjectType, field: Field): Start[] {
  const type = objectOf(field);
  if (type === null) throw new Error(`${parent.name}.${field.name} leads to no object`);
  return starts.flatMap((start): Start[] => {
    const steps = waysFrom(start.type).get(parent);
    if (steps === undefined) return [];
    const [written = ''] = waysToAsk(parent.name, field);
    return [
      {
        name: `${start.name} … ${parent.name}.${field.name}`,
        names: true,
        type,
        wrap(inner) {
          const query = start.wrap(wrapIn(steps, `${written} { ${inner} }`));
          return query.replace(/^(?:query \((.*?)\) )?\{/, (_, given?: string) =>
            given?.includes('$x')
              ? `query (${given}) {`
              : `query ($x: ID!${given ? `, ${given}` : ''}) {`,
          );
        },
        variables: (x) => ({ x, ...start.variables(x) }),
      },
    ];
  });
}

/** All of them: each type on each way in that leads to it. */
export function probesOf(sdl: string): readonly Probe[] {
  return startsOf(sdl).flatMap((start) =>
    [...waysFrom(start.type)].map(([type, steps]) => ({
      name: `${start.name} … ${type.name}`,
      query: start.wrap(wrapIn(steps, selectAll(type))),
      variables: start.variables,
      names: start.names,
      covers: [
        ...Object.values(type.getFields())
          .filter((field) => !namesAccount(type.name, field))
          .map((field) => `${type.name}.${field.name}`),
        ...(start.name.match(/\w+\.\w+$/) ?? []),
      ],
    })),
  );
}
