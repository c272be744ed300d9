import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../schema/operations/', import.meta.url);

/** An operation that ships with the schema, and the request headers that it is to be tried with. */
export interface ExampleOperation {
  readonly query: string;
  /** A JSON object. */
  readonly headers?: string;
}

/** The example operations in the order of their file names; a first line `# headers: {…}` gives headers. */
export function readExampleOperations(): readonly ExampleOperation[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const [, headers, operation = text] = /^# headers: (\{.*\})\n([^]*)$/.exec(text) ?? [];
      // That is for who formats the file.
      const query = operation.replace(/^ *# prettier-ignore\n/m, '');
      return { query, ...(headers !== undefined && { headers }) };
    });
}
