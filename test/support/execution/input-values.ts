import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Choices } from './choices.ts';

/** What may be written for a scalar: the JSON of it is its literal, too. */
export type ScalarValue = (scalar: string, name: string, choices: Choices) => unknown;

/** A value of the wire that stands in GraphQL as a name. */
class EnumName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toJSON(): string {
    return this.name;
  }
}

/** Some value for an argument of this name, as JSON has it. */
export function inputValue(
  type: GraphQLInputType,
  name: string,
  scalarValue: ScalarValue,
  choices: Choices,
): unknown {
  if (!isNonNullType(type) && choices.happens(4)) return null;
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const item = () => inputValue(inner.ofType, name, scalarValue, choices);
    // One value alone stands for a list of it.
    if (choices.happens(10)) return item();
    return Array.from({ length: choices.below(3) + 1 }, item);
  }
  if (isEnumType(inner)) return new EnumName(choices.of(inner.getValues()).name);
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(
      (field) => isRequiredInputField(field) || choices.happens(50),
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, inputValue(field.type, field.name, scalarValue, choices)]),
    );
  }
  return scalarValue(String(inner), name, choices);
}

/** The same as a document has it. */
export function literalOf(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${literalOf(field)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}
