import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  type ParseOptions,
  type Source,
  validate,
  visit,
} from 'graphql';
import { tooExpensive } from '../errors/too-expensive.ts';

/** Names, values and signs: a hundred times what a page or a router sends. */
const maxLexicalTokens = 10_000;
/** Operations and fragments. Each two fragments of one place are compared with each other. */
const maxDefinitions = 100;
/**
 * For each place that an error names, GraphQL counts the lines before it. A document has at most a hundred errors, an
 * answer thousands: so in longer ones than this the errors of an answer, and then those of the document, name none.
 */
const maxLines = { executing: 100, validating: 500 };

/**
 * A document as it can be kept and executed.
 *
 * @throws GraphQLError when it is none, is too large, or does not fit the schema
 */
export function checkDocument(schema: GraphQLSchema, text: string): DocumentNode {
  const document = parseBounded(text);
  const errors = validate(schema, document);
  const [error] = errors;
  if (error) throw abortedBy(errors) ?? error;
  forgetPlaces(document);
  return document;
}

/** @throws GraphQLError when it is none, or would take long to read or to validate */
export function parseBounded(source: string | Source, options?: ParseOptions): DocumentNode {
  const text = typeof source === 'string' ? source : source.body;
  const lines = text.match(/[\n\r]/g)?.length ?? 0;
  let document: DocumentNode;
  try {
    document = parse(source, {
      ...options,
      maxLexicalTokens,
      noLocation: lines > maxLines.validating,
    });
  } catch (error) {
    if (error instanceof GraphQLError && isAborted(error)) throw tooLong();
    throw error;
  }
  if (document.definitions.length > maxDefinitions) throw tooMany();
  return document;
}

/** Why a document was not looked at to its end; null if it was. */
export function abortedBy(errors: readonly Error[]): GraphQLError | null {
  return errors.some(isAborted) ? tooMuchToCompare() : null;
}

/** Keeps a document that is valid but long from being counted through for each error of an answer. */
export function forgetPlaces(document: DocumentNode): void {
  if (!(Number(document.loc?.endToken.line) > maxLines.executing)) return;
  visit(document, { enter: (node) => void Object.assign(node, { loc: undefined }) });
}

/** GraphQL's limits have no codes. */
const isAborted = ({ message }: Error) =>
  /(tokens\.|^) ?(Parsing|Validation) aborted\.$/.test(message);

const tooLong = () =>
  tooExpensive(
    `The query has more than ${maxLexicalTokens} names, values and signs. Send long lists as variables, and fewer fields in each query.`,
  );

const tooMany = () =>
  tooExpensive(
    `The query has more than ${maxDefinitions} operations and fragments. Send those alone that are needed.`,
  );

const tooMuchToCompare = () =>
  tooExpensive(
    'The query has too many fields of the same name in one place. Ask for each once, or give them aliases.',
  );
