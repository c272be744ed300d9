import { type ExecutionArgs, type ExecutionResult, GraphQLError, validate } from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import { asksForSchema } from '../documents/asks-for-schema.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { MayExplore } from './may-explore.ts';

/**
 * Keeps the graph from whoever may not explore it: such callers get no introspection, and errors of theirs suggest no
 * name that they have not written. It is decided for each request, as what is known of a document is not: that goes by
 * its text, whoever sends it.
 */
export function useExploreLimit(mayExplore: MayExplore): Plugin<YogaInitialContext> {
  return {
    onValidate({ context, setValidationFn }) {
      if (mayExplore(context.request)) return;
      setValidationFn((...[schema, document, rules]: Parameters<typeof validate>) =>
        validate(schema, document, rules, { hideSuggestions: true }),
      );
    },
    onExecute({ args, setResultAndStopExecution }) {
      const { request, params } = args.contextValue;
      if (mayExplore(request)) return undefined;
      if (isForSchema(params.query ?? '', args)) {
        setResultAndStopExecution({ errors: [notTold()] });
        return undefined;
      }
      return {
        onExecuteDone({ result }) {
          // It was not executed: variables are held against the schema before. The executor takes no wish as to that.
          if (isAsyncIterable(result) || 'data' in result) return;
          const { errors = [] }: ExecutionResult = result;
          for (const error of errors) error.message = error.message.replace(suggestion, '');
        },
      };
    },
  };
}

const isForSchema = (text: string, { document }: ExecutionArgs) => asksForSchema(text, document);

/** Names, which nobody else can write at the end of an error: what is quoted of a request stands before it. */
const suggestion = / Did you mean (?:the enum value )?(?:"\w+"(?:, or | or |, )?)+\?$/;

const code: ErrorCode = 'FORBIDDEN';

const notTold = () =>
  new GraphQLError(
    'The gateway does not tell you its schema. Take it from schema/schema.graphql or the client package, or ask the operator to let you explore.',
    { extensions: { code, http: { status: 403 } } },
  );
