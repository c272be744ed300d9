import {
  doTypesOverlap,
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Choices } from './choices.ts';
import { inputValue, literalOf, type ScalarValue } from './input-values.ts';

export interface Query {
  readonly text: string;
  readonly operationName: string | null;
  /** Values for its variables, of which few do not fit. */
  readonly variables: (choices: Choices) => Readonly<Record<string, unknown>>;
}

interface Variable {
  readonly name: string;
  readonly definition: string;
  /** Undefined where none is given. */
  readonly value: (choices: Choices) => unknown;
}

interface Written {
  readonly name: string;
  readonly type: GraphQLCompositeType;
  readonly text: string;
}

const maxDepth = 4;
const maxConditions = 6;

/** A valid query with aliases, merged fields, fragments, conditions and variables. */
export function generateQuery(
  schema: GraphQLSchema,
  scalarValue: ScalarValue,
  choices: Choices,
): Query {
  const root = schema.getQueryType();
  if (!root) throw new TypeError('The schema has no queries.');
  const fragments: Written[] = [];
  const declared: Variable[] = [];
  const conditions = new Map<string, Variable>();
  /** What each name in the answer stands for: fields of one name have to be the same. */
  const names = new Map<string, string>();
  const possible = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLCompositeType => isCompositeType(type) && !type.name.startsWith('__'),
  );

  function selectionSet(type: GraphQLCompositeType, depth: number): string {
    const all = Array.from({ length: 1 + choices.below(4) }, () => selection(type, depth));
    return `{ ${all.join(' ')} }`;
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    const kind = choices.below(14);
    if (kind === 9) return `...${directives()} ${selectionSet(type, depth - 1)}`;
    if (kind === 10) return inside(type, depth);
    if (kind === 11) return spreadNew(type, depth);
    if (kind === 12) {
      const fitting = fragments.filter((one) => doTypesOverlap(schema, one.type, type));
      if (fitting.length > 0) return `...${choices.of(fitting).name}${directives()}`;
    }
    return kind === 13 ? `__typename${directives()}` : field(type, depth);
  }

  function inside(type: GraphQLCompositeType, depth: number): string {
    const other = choices.of(overlapping(type));
    return `... on ${other.name}${directives()} ${selectionSet(other, depth - 1)}`;
  }

  const overlapping = (type: GraphQLCompositeType) =>
    possible.filter((one) => doTypesOverlap(schema, one, type));

  function spreadNew(type: GraphQLCompositeType, depth: number): string {
    const other = choices.of(overlapping(type));
    const text = selectionSet(other, depth - 1);
    const name = `F${fragments.length}`;
    fragments.push({ name, type: other, text: `fragment ${name} on ${other.name} ${text}` });
    return `...${name}${directives()}`;
  }

  function field(type: GraphQLCompositeType, depth: number): string {
    if (isUnionType(type)) {
      return depth > 0 && choices.happens(70) ? inside(type, depth) : '__typename';
    }
    const all = Object.values(type.getFields());
    const leaves = all.filter((one) => isLeafType(getNamedType(one.type)));
    const objects = all.filter((one) => !leaves.includes(one));
    const isObject = depth > 0 && (leaves.length === 0 || choices.happens(50));
    const from = isObject && objects.length > 0 ? objects : leaves;
    if (from.length === 0) return '__typename';
    const chosen = choices.of(from);
    const call = `${chosen.name}${argumentsOf(chosen)}`;
    const named = getNamedType(chosen.type);
    const selected = isCompositeType(named) ? ` ${selectionSet(named, depth - 1)}` : '';
    return `${nameFor(chosen, call)}${call}${directives()}${selected}`;
  }

  function nameFor({ name, type }: GraphQLField<unknown, unknown>, call: string): string {
    const meaning = `${call}: ${String(type)}`;
    let alias = choices.happens(15) ? `a${choices.below(3)}` : name;
    while (names.has(alias) && names.get(alias) !== meaning) alias = `${name}_${names.size}`;
    names.set(alias, meaning);
    return alias === name ? '' : `${alias}: `;
  }

  function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter((one) => isRequiredArgument(one) || choices.happens(35));
    if (given.length === 0) return '';
    return `(${given.map((one) => `${one.name}: ${argumentValue(one)}`).join(', ')})`;
  }

  function argumentValue(argument: GraphQLArgument): string {
    const { name, type, defaultValue } = argument;
    const value = (from: Choices) => inputValue(type, name, scalarValue, from);
    if (choices.happens(60)) return literalOf(value(choices));
    const inner = isNonNullType(type) ? type.ofType : type;
    const hasDefault = choices.happens(30);
    const isNullable = hasDefault || defaultValue !== undefined || !isNonNullType(type);
    const variable = `v${declared.length}`;
    const preset = hasDefault ? ` = ${literalOf(value(choices))}` : '';
    declared.push({
      name: variable,
      definition: `$${variable}: ${String(isNullable ? inner : type)}${preset}`,
      value: (from) => {
        if (isNullable && from.happens(15)) return undefined;
        if (isNullable && from.happens(10)) return null;
        return from.happens(2) ? { no: 'such thing' } : value(from);
      },
    });
    return `$${variable}`;
  }

  function directives(): string {
    if (!choices.happens(20)) return '';
    if (choices.happens(20)) return ` @skip(if: ${condition()}) @include(if: ${condition()})`;
    return ` @${choices.of(['include', 'skip'])}(if: ${condition()})`;
  }

  function condition(): string {
    if (choices.happens(25)) return choices.of(['true', 'false']);
    const name = `c${choices.below(maxConditions)}`;
    const isNullable = choices.happens(10);
    const known = conditions.get(name) ?? {
      name,
      definition: `$${name}: ${isNullable ? 'Boolean = true' : 'Boolean!'}`,
      value: (from) => {
        if (isNullable && from.happens(20)) return null;
        return isNullable && from.happens(20) ? undefined : from.below(2) === 0;
      },
    };
    conditions.set(name, known);
    return `$${name}`;
  }

  const asksForSchema = choices.happens(2) ? ' __schema { queryType { name } }' : '';
  const body = selectionSet(root, maxDepth).replace(/\}$/, `${asksForSchema} }`);
  const all = [...declared, ...conditions.values()];
  const definitions =
    all.length === 0 ? '' : `(${all.map(({ definition }) => definition).join(', ')})`;
  const isOneOfTwo = choices.happens(5);
  const others = fragments.map(({ text }) => text);
  if (isOneOfTwo) others.push('query Other { __typename }');
  return {
    text: [`query Asked${definitions} ${body}`, ...others].join('\n'),
    operationName: isOneOfTwo
      ? choices.of(['Asked', 'Other', 'None', null])
      : choices.of([null, 'Asked']),
    variables: (from) => {
      const given = all.map(({ name, value }) => [name, value(from)] as const);
      // As they come from a client.
      const variables: Readonly<Record<string, unknown>> = JSON.parse(
        JSON.stringify(Object.fromEntries(given)),
      );
      return variables;
    },
  };
}
