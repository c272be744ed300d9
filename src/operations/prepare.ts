import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { PersistedDocuments } from '../documents/persisted-documents.ts';
import type { Executor } from '../execution/compile.ts';
import type { Execute } from '../execution/execution.ts';
import { badRequest } from './bad-request.ts';
import { refuseCostly } from './cost-limit.ts';
import { type MayExplore, refuseSchema } from './explore-limit.ts';
import { type HeaderOptions, readHeaderOptions } from './header-options.ts';
import type { Incoming, Params } from './incoming.ts';
import { openTo } from './open-to.ts';
import { createReadDocuments } from './read-document.ts';
import { createReadText } from './read-text.ts';
import type { ServeOptions } from './serve.ts';
import { type Asking, hashOf } from './told-operation.ts';

export interface PrepareOptions extends Pick<ServeOptions, 'accounts' | 'deadlineMs' | 'maxAgeMs'> {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly documents: Pick<PersistedDocuments, 'textOf' | 'documentOf' | 'version'>;
  /** Which are answered, as the setting has it. */
  readonly which: 'any' | 'logged' | 'persisted';
  readonly mayExplore: MayExplore;
}

/** An operation that may be executed. */
export interface Prepared {
  readonly text: string;
  /** How many its answer may hold. */
  readonly fields: number;
  readonly kind: OperationTypeNode;
  /** Whether its caller may be told what there is to ask for. */
  readonly explores: boolean;
  readonly execute: Execute;
  readonly options: HeaderOptions;
}

/** Finds out which operation a request asks for, and refuses those that are not to be executed. */
export function createPrepare(options: PrepareOptions) {
  const { schema, executor, documents, which, mayExplore, accounts } = options;
  const readText = createReadText({ documents, noOthers: which === 'persisted', mayExplore });
  const read = createReadDocuments(schema, documents.documentOf);
  const isOther = (text: string) => which === 'logged' && documents.documentOf(text) === undefined;

  return {
    readText,
    /** Whether a request asks for a subscription; false where it cannot be told. */
    isSubscription(params: Params, incoming: Incoming): boolean {
      try {
        const text = readText(params, incoming);
        if (!text.includes(subscription)) return false;
        return getOperationAST(read.parse(text), params.operationName)?.operation === subscription;
      } catch {
        return false;
      }
    },
    /** @throws GraphQLError, or AggregateError of several, when it is refused before it is executed */
    prepare(params: Params, { incoming, told }: Asking): Prepared {
      const text = readText(params, incoming);
      const { operationName, variables } = params;
      const explores = mayExplore(incoming.caller);
      const document = read.parse(text);
      const operation = operationOf(document, params, incoming);
      const errors = read.validate(text, document, { hideSuggestions: !explores });
      if (errors.length > 0) throw new AggregateError(errors);
      told.name = operation.name?.value ?? null;
      if (isOther(text)) told.document = hashOf(text);
      if (!explores) refuseSchema(text, document);
      const { size } = openTo(incoming.caller, accounts());
      const counted = { document, operationName, variables: variables ?? {} };
      const fields = refuseCostly(schema, counted, size);
      return {
        text,
        fields,
        kind: operation.operation,
        explores,
        execute: executor.prepare(document, operationName),
        options: readHeaderOptions(incoming.header, options),
      };
    },
  };
}

const subscription = OperationTypeNode.SUBSCRIPTION;

/** @throws GraphQLError when there is none, or it must not be asked for in this way */
function operationOf(
  document: DocumentNode,
  { operationName }: Params,
  { method }: Incoming,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw noOperation();
  if (operation.operation === OperationTypeNode.MUTATION && method === 'GET') throw mutationByGet();
  return operation;
}

const noOperation = () =>
  new GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });

const mutationByGet = () =>
  badRequest('Can only perform a mutation operation from a POST request.', {
    status: 405,
    headers: { allow: 'POST' },
  });
