import { buildSchema, type GraphQLFieldResolver, isObjectType, parse } from 'graphql';
import { createExecutor } from '../../../src/execution/compile.ts';
import { referenceExecute } from '../../../src/execution/reference.ts';
import type { Context } from '../../../src/graph/context.ts';
import { pause } from './pause.ts';
import { tell, type Told } from './told.ts';

const schema = buildSchema(`
  scalar Any
  type Query { thing: Thing!, none: Thing, how: String }
  type Mutation { how: String }
  type Thing {
    name(of: String! = "me"): String, how: String, any: Any, things: [Thing]
    thing(turns: Int = 0): Thing
    fails(turns: Int = 0): String
    failsForSure(turns: Int = 0): String!
  }
`);

const fail: GraphQLFieldResolver<unknown, Context> = async (_thing, { turns }) => {
  await pause(Number(turns));
  throw new Error(`after ${turns} turns`);
};
const resolvers: Readonly<Record<string, GraphQLFieldResolver<unknown, Context>>> = {
  thing: async (_thing, { turns }) => pause(Number(turns)).then(() => thing),
  things: () => [thing, thing],
  fails: fail,
  failsForSure: fail,
  /** Only the graphql package tells resolvers their paths. */
  how(_thing, _args, _context, info) {
    try {
      return info.path.key === undefined ? 'nohow' : 'by the graphql package';
    } catch {
      return 'by a plan';
    }
  },
};
/** What JSON cannot say. */
const thing = { name: 'it', any: 1n };

for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) || type.name.startsWith('__')) continue;
  for (const field of Object.values(type.getFields())) {
    const resolve = resolvers[field.name];
    if (resolve) field.resolve = resolve;
  }
}

interface Asked {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string | null;
  readonly maxErrors?: number;
}

/** No resolver reads it. */
const context = {} as Context;

/** Executes a query of a small schema each time that it is asked, and what is kept of it. */
export function prepare(text: string, { operationName = null, maxErrors = 100 }: Asked = {}) {
  const document = parse(text);
  const planned = createExecutor(schema, maxErrors).prepare(document, operationName);
  const reference = referenceExecute(schema, document, operationName, maxErrors);
  return {
    ask: async (variables: Asked['variables'] = {}): Promise<Told> =>
      tell(await planned(context, variables)),
    askReference: async (variables: Asked['variables'] = {}): Promise<Told> =>
      tell(await reference(context, variables)),
  };
}
