import {
  getNamedType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLInputType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Endpoint, Field, ObjectDeclaration } from '../src/endpoints/declare.ts';
import { declarations } from '../src/endpoints/endpoints.ts';
import { modesTold } from '../src/graph/describe.ts';
import { listCap } from '../src/graph/keys.ts';
import { declaredCodes } from './client-enums.ts';
import { code, section, table } from './markdown.ts';

/** The page of all that can be asked for, endpoint by endpoint, in Markdown. */
export function writeReference(schema: GraphQLSchema): string {
  const objects = new Set(declarations.flatMap(objectsOf).map(({ name }) => name));
  const others = objectTypesOf(schema).filter(({ name }) => !objects.has(name));
  return [
    `<!-- Written by \`npm run codegen\`. -->

# Reference

What can be asked for, endpoint by endpoint of the exchange. Field names are the exchange's own. An amount is a \`Decimal\`, an exact
number in a string; a time is a \`DateTime\`, in UTC. A field is null where the exchange sends nothing, and in the account modes that it
is not for; where no modes stand, the exchange names none.
`,
    ...declarations.map((endpoint) => endpointSection(endpoint, schema)),
    section(2, 'Other types', 'What leads to the endpoints, and what the gateway itself tells.'),
    ...others.map((type) =>
      section(
        3,
        type.name,
        type.description,
        table(
          ['Field', 'Type', 'Meaning'],
          Object.values(type.getFields()).map((field) => [
            code(signatureOf(field)),
            typeOf(field),
            field.description,
          ]),
        ),
      ),
    ),
    section(2, 'Enums', 'The exchange has its own words for the same.'),
    ...declaredCodes().map(({ name, description, values }) =>
      section(
        3,
        name,
        description,
        table(
          ['Value', 'Of the exchange', 'Meaning'],
          Object.entries(values).map(([value, { wire, meaning }]) => [
            code(value),
            code(wire),
            meaning,
          ]),
        ),
      ),
    ),
  ].join('\n');
}

function endpointSection(endpoint: Endpoint, schema: GraphQLSchema): string {
  const { name, description, path, limit, whole } = endpoint;
  const facts = [
    `Path: ${code(`GET ${path}`)}`,
    `Limit: ${limit.calls} calls of an account in ${limit.windowMs / 1_000} s`,
    ...Object.entries(endpoint.keys).map(
      ([by, list]) =>
        `Keys: ${code(by)}, ${list?.max} to a call, ${listCap(endpoint, by)} to a list${list?.pairsOnly ? '; spot and margin pairs only' : ''}`,
    ),
    ...(whole ? ['Without keys: all that the account holds, in one call'] : []),
    ...(Object.keys(endpoint.keys).length === 0 ? ['No keys: one answer for the account'] : []),
    ...(Object.keys(endpoint.params).length > 0
      ? [
          `Other parameters: ${Object.keys(endpoint.params).map(code).join(', ')}; only keys that have them in common share a call`,
        ]
      : []),
  ];
  return [
    section(2, name, description, facts.map((fact) => `- ${fact}\n`).join('')),
    edgesSection(endpoint, schema),
    ...objectsOf(endpoint).map((object) => objectSection(object, schema)),
  ].join('\n');
}

/** Where the graph leads to the endpoint, and what can be asked there. */
function edgesSection(endpoint: Endpoint, schema: GraphQLSchema): string {
  const goals = objectsOf(endpoint).map(({ name }) => name);
  const edges = objectTypesOf(schema).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => goals.includes(getNamedType(field.type).name))
      .map((field) => ({ from: type.name, field })),
  );
  const args = edges.flatMap(({ field }) =>
    field.args.map((arg) => [code(arg.name), typeOf(arg), arg.description]),
  );
  return [
    table(
      ['In the graph', 'Type', 'Meaning'],
      edges.map(({ from, field }) => [
        code(`${from}.${field.name}`),
        typeOf(field),
        field.description,
      ]),
    ),
    table(['Argument', 'Type', 'Meaning'], distinct(args)),
  ].join('\n');
}

/** The fields of an object: those that the exchange sends, then those that the gateway adds. */
function objectSection(object: ObjectDeclaration, schema: GraphQLSchema): string {
  const type = schema.getType(object.name);
  if (!isObjectType(type)) throw new Error(`The graph has no type ${object.name}.`);
  const fields = Object.values(type.getFields());
  const rows = fields.map((field) => {
    const declared: Field | undefined = object.fields[field.name];
    const own = declared?.kind === 'list' ? undefined : declared;
    return [
      code(field.name),
      typeOf(field),
      own?.unit,
      own && modesTold(own),
      own?.meaning ?? field.description,
    ];
  });
  return section(
    3,
    object.name,
    object.description,
    table(['Field', 'Type', 'Unit', 'Account modes', 'Meaning'], rows),
  );
}

/** What the endpoint sends, the outer object first. */
function objectsOf({ row, within }: Endpoint): readonly ObjectDeclaration[] {
  return within ? [within.object, row] : [row];
}

function objectTypesOf(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}

/** A type, and where the page tells of it. */
function typeOf({ type }: { readonly type: GraphQLInputType | GraphQLOutputType }): string {
  const named = getNamedType(type);
  const text = code(type);
  return isScalarType(named) ? text : `[${text}](#${named.name.toLowerCase()})`;
}

function signatureOf({ name, args }: GraphQLField<unknown, unknown>): string {
  if (args.length === 0) return name;
  return `${name}(${args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ')})`;
}

function distinct<Row extends readonly unknown[]>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}
