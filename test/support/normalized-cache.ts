import { type FieldNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';

/** An answer in which every object of the graph has `__typename` and `id` among its fields. */
type Data = Readonly<Record<string, unknown>>;

/**
 * What Apollo Client, urql's graphcache and Relay make of answers: each object stands once, by its type and its id,
 * and an answer is read back from there.
 */
export function createNormalizedCache() {
  const objects = new Map<string, Record<string, unknown>>();

  function write(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(write);
    if (!isObject(value)) return value;
    const written = Object.entries(value).map(([name, inner]) => [name, write(inner)] as const);
    const { __typename, id } = value;
    if (typeof id !== 'string') return Object.fromEntries(written);
    const key = `${String(__typename)} ${id}`;
    objects.set(key, { ...objects.get(key), ...Object.fromEntries(written) });
    return { ref: key };
  }

  /** @param shape an answer to the same query, for the fields that it asks for */
  function read(written: unknown, shape: unknown): unknown {
    if (Array.isArray(written) && Array.isArray(shape)) {
      return written.map((item, index) => read(item, shape[index]));
    }
    if (!isObject(written) || !isObject(shape)) return written;
    const { ref } = written;
    const object = typeof ref === 'string' ? (objects.get(ref) ?? {}) : written;
    return Object.fromEntries(
      Object.entries(shape).map(([name, inner]) => [name, read(object[name], inner)]),
    );
  }

  return {
    /** Takes an answer in; the function reads it back as the cache holds it at that time. */
    add(answer: Data): () => unknown {
      const written = write(answer);
      return () => read(written, answer);
    },
    objects: objects as ReadonlyMap<string, Data>,
  };
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;

/**
 * A query as clients with a cache send it: it asks for the type of each object, and what a cache keeps apart, a field
 * with some arguments and with others, has a name of its own.
 */
export const asCachesAsk = (query: string): string =>
  print(
    visit(parse(query), {
      SelectionSet(node, _key, parent): SelectionSetNode | undefined {
        const isOperation = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
        if (isOperation) return undefined;
        const typename = { kind: Kind.FIELD, name: nameOf('__typename') } as const;
        return { ...node, selections: [typename, ...node.selections] };
      },
      Field(node): FieldNode | undefined {
        const args = node.arguments?.map(print).join() ?? '';
        if (args === '') return undefined;
        const alias = aliases.get(args) ?? `_${aliases.size}`;
        aliases.set(args, alias);
        return { ...node, alias: nameOf(node.name.value + alias) };
      },
    }),
  );

const aliases = new Map<string, string>();

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
