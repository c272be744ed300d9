import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import { checkDocument } from './check-document.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';

/** The documents that clients may name by an id instead of sending them. All of them are parsed and fit the schema. */
export interface PersistedDocuments {
  textOf(id: string): string | undefined;
  documentOf(text: string): DocumentNode | undefined;
  /** How many there are. */
  count(): number;
  /** Changes whenever the documents may have. */
  version(): number;
  /**
   * Serves these beside the own ones, in place of those that were given before.
   * @returns a sentence for each that is left out, since it does not fit the schema or another one has its id
   */
  replace(manifests: readonly Manifest[]): readonly string[];
}

interface Entry {
  readonly file: string;
  readonly text: string;
}

/**
 * @param own is always served
 * @throws Error when it does not fit the schema
 */
export function createPersistedDocuments(schema: GraphQLSchema, own: Manifest): PersistedDocuments {
  let version = 0;
  let byId: ReadonlyMap<string, Entry> = new Map();
  let byText: ReadonlyMap<string, DocumentNode> = new Map();

  function replace(manifests: readonly Manifest[]): readonly string[] {
    const entries = new Map<string, Entry>();
    const documents = new Map<string, DocumentNode>();
    const faults: string[] = [];

    function add(file: string, { id, text }: ManifestEntry): void {
      const other = entries.get(id);
      if (other && other.text !== text) {
        throw new GraphQLError(`Its id is that of another document, in ${other.file}.`);
      }
      // Most stay as they are, and to look at one takes a millisecond.
      documents.set(text, byText.get(text) ?? checkDocument(schema, text));
      entries.set(id, { file, text });
    }

    for (const { file, entries: given } of [own, ...manifests]) {
      for (const entry of given) {
        try {
          add(file, entry);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          faults.push(`${file}, ${entry.name ?? entry.id}: ${error.message}`);
        }
      }
    }
    version += 1;
    byId = entries;
    byText = documents;
    return faults;
  }

  const [fault] = replace([]);
  if (fault !== undefined) throw new Error(`${fault} Run \`npm run codegen\`.`);

  return {
    textOf: (id) => byId.get(id)?.text,
    documentOf: (text) => byText.get(text),
    count: () => byId.size,
    version: () => version,
    replace,
  };
}
