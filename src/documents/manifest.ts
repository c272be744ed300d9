import { z } from 'zod';

/** A document that clients name by its id. */
export interface ManifestEntry {
  readonly id: string;
  /** What it is called among people; null where a manifest does not say. */
  readonly name: string | null;
  readonly text: string;
}

const id = z.string().min(1);

/** As Apollo's tools write it, and `npm run codegen`. */
const apollo = z
  .object({
    format: z.literal('apollo-persisted-query-manifest'),
    version: z.literal(1),
    operations: z.array(z.object({ id, name: z.string(), body: z.string() })),
  })
  .transform(({ operations }) =>
    operations.map((one): ManifestEntry => ({ id: one.id, name: one.name, text: one.body })),
  );

/** As Relay's compiler and the client preset of GraphQL Code Generator write it: texts by id. */
const textsById = z
  .record(id, z.string())
  .transform((texts) =>
    Object.entries(texts).map(([key, text]): ManifestEntry => ({ id: key, name: null, text })),
  );

const manifest = z.union([apollo, textsById]);

/** What every message of a manifest that cannot be read ends with. */
const forms =
  'must be a manifest of Apollo (format apollo-persisted-query-manifest, version 1), or a JSON object of documents by id';

/** The documents of a manifest, or why there are none: the end of a sentence that begins with the name of the file. */
export function parseManifest(text: string): readonly ManifestEntry[] | string {
  const { success, data } = manifest.safeParse(parseJson(text));
  return success ? data : forms;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
