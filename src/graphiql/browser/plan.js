// The plan of a query, which is the calls that it would take, before it runs; what is left of the rate limits after.
// @ts-check

/**
 * @typedef {{ query: string, variables?: unknown, operationName?: string | null }} Params
 * @typedef {{ params: Params, headers: Record<string, string> }} Operation
 * @typedef {{ accountId: string, endpoint: string, calls: number, waitMs: number }} PlannedCalls
 * @typedef {{ endpoint: string, limit: number, available: number }} RateBudget
 * @typedef {(params: Params, headers: HeadersInit) => Promise<any>} Post
 */

/** So that not every letter that is typed is asked about. */
const afterTypingMs = 400;

/**
 * @param {Post} post
 * @param {string} budgetsQuery what asks for the rate budgets of all accounts
 */
export function createPlanTag(post, budgetsQuery) {
  const words = document.getElementById('plan');
  const budgets = document.getElementById('budgets');
  const tag = document.createElement('output');
  tag.id = 'plan-tag';

  let shown = '';
  /** @type {Operation | null} */
  let wanted = null;
  let isAsking = false;
  /** Of all that was run or changed; budgets are those of the last. */
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** One question at a time: what was typed meanwhile is asked about next. */
  async function askNext() {
    if (isAsking) return;
    isAsking = true;
    while (wanted) {
      const operation = wanted;
      wanted = null;
      const plan = await planOf(operation);
      if (JSON.stringify(operation) === shown) write(plan);
    }
    isAsking = false;
  }

  /**
   * The calls that the operation would take; null when it is not one that can be run. Nothing is asked of the
   * exchange for it.
   *
   * @param {Operation} operation
   * @returns {Promise<readonly PlannedCalls[] | null>}
   */
  async function planOf({ params, headers }) {
    const answer = await ask(params, headers, 'plan');
    return answer?.extensions?.plan ?? null;
  }

  /**
   * The answer to what only the page wants to know; null without one.
   *
   * @param {Params} params
   * @param {Record<string, string>} given
   * @param {'plan'} [explain]
   */
  async function ask(params, given, explain) {
    try {
      const headers = new Headers(given);
      headers.delete('x-explain');
      if (explain) headers.set('x-explain', explain);
      return await post(params, headers);
    } catch {
      return null;
    }
  }

  /** @param {readonly PlannedCalls[] | null} plan */
  function write(plan) {
    // GraphiQL may have drawn its toolbar anew.
    document.querySelector('.graphiql-toolbar')?.append(tag);
    tag.textContent = plan ? count(plan) : '';
    if (words) words.textContent = plan ? inWords(plan) : '';
  }

  return {
    /**
     * Shows the plan of an operation, or none, a moment after it was last changed.
     *
     * @param {Operation | null} operation
     */
    show(operation) {
      const key = JSON.stringify(operation);
      if (key === shown) return;
      shown = key;
      turn += 1;
      write(null);
      if (budgets) budgets.textContent = '';
      clearTimeout(timer);
      if (!operation?.params.query.trim()) return;
      timer = setTimeout(() => {
        wanted = operation;
        void askNext();
      }, afterTypingMs);
    },

    /**
     * Shows what the operation that ran has left of the budgets that it uses.
     *
     * @param {Operation} operation
     */
    async showBudgets(operation) {
      if (!budgets) return;
      turn += 1;
      const mine = turn;
      const plan = (await planOf(operation)) ?? [];
      if (plan.length === 0) return;
      const answer = await ask({ query: budgetsQuery }, operation.headers);
      if (mine !== turn) return;
      /** @type {readonly { id: string, rateBudgets: readonly RateBudget[] }[]} */
      const accounts = answer?.data?.accounts ?? [];
      const left = accounts.flatMap(({ id, rateBudgets }) =>
        rateBudgets
          .filter(({ endpoint }) =>
            plan.some((one) => one.accountId === id && one.endpoint === endpoint),
          )
          .map((one) => `${nameIn(plan, id, one.endpoint)} ${one.available} of ${one.limit}`),
      );
      budgets.textContent = `Left now: ${left.join(', ')}`;
    },
  };
}

/** @param {readonly PlannedCalls[]} plan */
function inWords(plan) {
  if (plan.length === 0) return 'No call';
  const waitMs = Math.max(...plan.map((one) => one.waitMs));
  const when = waitMs === 0 ? 'at once' : `the last in ${(waitMs / 1_000).toFixed(1)} s`;
  /** @type {Map<string, number>} */
  const byBudget = new Map();
  for (const { accountId, endpoint, calls } of plan) {
    const name = nameIn(plan, accountId, endpoint);
    byBudget.set(name, (byBudget.get(name) ?? 0) + calls);
  }
  const parts = [...byBudget].map(([name, calls]) => `${name} ${calls}`);
  return `${count(plan)}, ${when}: ${parts.join(', ')}`;
}

/**
 * A rate budget in words: the account is named where there are several.
 *
 * @param {readonly PlannedCalls[]} plan
 * @param {string} accountId
 * @param {string} endpoint
 */
function nameIn(plan, accountId, endpoint) {
  return plan.every((one) => one.accountId === accountId) ? endpoint : `${accountId} ${endpoint}`;
}

/** @param {readonly PlannedCalls[]} plan */
function count(plan) {
  const calls = plan.reduce((sum, one) => sum + one.calls, 0);
  return `${calls} ${calls === 1 ? 'call' : 'calls'}`;
}
