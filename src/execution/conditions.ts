import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from './find-operation.ts';

const conditional: ReadonlySet<string> = new Set([
  GraphQLSkipDirective.name,
  GraphQLIncludeDirective.name,
]);

/**
 * The variables that `@skip` and `@include` of an operation and of its fragments depend on, and how many fields stand
 * in the text of these.
 */
export function conditionsOf({ operation, fragments }: Operation): {
  readonly variables: readonly string[];
  readonly fields: number;
} {
  const variables = new Set<string>();
  const spread = new Set<string>();
  let fields = 0;

  function look({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      for (const { name, arguments: args = [] } of selection.directives ?? []) {
        if (!conditional.has(name.value)) continue;
        for (const { value } of args)
          if (value.kind === Kind.VARIABLE) variables.add(value.name.value);
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) lookAtFragment(selection.name.value);
      else {
        if (selection.kind === Kind.FIELD) fields += 1;
        if (selection.selectionSet) look(selection.selectionSet);
      }
    }
  }

  function lookAtFragment(name: string): void {
    const fragment = fragments[name];
    if (!fragment || spread.has(name)) return;
    spread.add(name);
    look(fragment.selectionSet);
  }

  look(operation.selectionSet);
  return { variables: [...variables], fields };
}
