import { type ExecutionResult, getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { createHarness } from './harness.ts';

/** The answer to an operation of any kind; of a subscription the first, and then it is left. */
export async function firstAnswer(
  { query, subscribe }: Pick<ReturnType<typeof createHarness>, 'query' | 'subscribe'>,
  text: string,
): Promise<ExecutionResult> {
  const { operation } = getOperationAST(parse(text)) ?? {};
  if (operation !== OperationTypeNode.SUBSCRIPTION) return query(text);
  const { results, leave } = await subscribe(text);
  await leave();
  return results[0] ?? {};
}
