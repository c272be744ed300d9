// Written by `npm run codegen`.

export const accountModeLabels = {
  "SPOT": "Spot",
  "FUTURES": "Futures",
  "MULTI_CURRENCY_MARGIN": "Multi currency margin",
  "PORTFOLIO_MARGIN": "Portfolio margin"
};

export const accountModeMeanings = {
  "SPOT": "Spot mode: trading without margin but for loans, where borrowing is enabled.",
  "FUTURES": "Futures mode, once called single-currency margin: each currency backs its own positions.",
  "MULTI_CURRENCY_MARGIN": "Multi-currency margin: all currencies together back the positions.",
  "PORTFOLIO_MARGIN": "Portfolio margin: margin goes by the risk of all positions and holdings together."
};

export const accountTypeLabels = {
  "MAIN": "Main",
  "SUB": "Sub",
  "MANAGED": "Managed",
  "CUSTODY_COPPER": "Custody copper",
  "MANAGED_COPPER": "Managed copper",
  "CUSTODY_KOMAINU": "Custody komainu"
};

export const accountTypeMeanings = {
  "MAIN": "The main account.",
  "SUB": "A standard sub-account.",
  "MANAGED": "A sub-account that somebody else trades.",
  "CUSTODY_COPPER": "A trading sub-account whose assets Copper keeps.",
  "MANAGED_COPPER": "The same, traded by somebody else.",
  "CUSTODY_KOMAINU": "A trading sub-account whose assets Komainu keeps."
};

export const apiKeyPermissionLabels = {
  "READ": "Read",
  "TRADE": "Trade",
  "WITHDRAW": "Withdraw"
};

export const apiKeyPermissionMeanings = {
  "READ": "Read. The gateway needs no more.",
  "TRADE": "Place and cancel orders, and change settings.",
  "WITHDRAW": "Move funds out of the account."
};

export const autoLendStatusLabels = {
  "UNSUPPORTED": "Unsupported",
  "OFF": "Off",
  "PENDING": "Pending",
  "ACTIVE": "Active"
};

export const autoLendStatusMeanings = {
  "UNSUPPORTED": "The currency cannot be lent automatically.",
  "OFF": "Possible, but switched off.",
  "PENDING": "Switched on; no borrower is matched yet.",
  "ACTIVE": "Switched on and matched."
};

export const collateralRestrictionLabels = {
  "UNRESTRICTED": "Unrestricted",
  "NEAR_LIMIT": "Near limit",
  "RESTRICTED": "Restricted"
};

export const collateralRestrictionMeanings = {
  "UNRESTRICTED": "Not restricted.",
  "NEAR_LIMIT": "Not restricted yet, but close to the limit.",
  "RESTRICTED": "Not accepted as margin for new orders, which may fail; still counted in adjusted equity and margin ratio."
};

export const contractIsolationLabels = {
  "AUTOMATIC": "Automatic",
  "MANUAL": "Manual"
};

export const contractIsolationMeanings = {
  "AUTOMATIC": "It is moved automatically.",
  "MANUAL": "The user moves it."
};

export const copyTradingRoleLabels = {
  "NONE": "None",
  "LEADING": "Leading",
  "COPYING": "Copying"
};

export const copyTradingRoleMeanings = {
  "NONE": "None.",
  "LEADING": "Others copy its trades.",
  "COPYING": "It copies the trades of others."
};

export const deltaNeutralStatusLabels = {
  "NORMAL": "Normal",
  "TRANSFER_RESTRICTED": "Transfer restricted",
  "DELTA_REDUCING": "Delta reducing"
};

export const deltaNeutralStatusMeanings = {
  "NORMAL": "No restriction.",
  "TRANSFER_RESTRICTED": "Transfers are restricted.",
  "DELTA_REDUCING": "Only orders that reduce delta, one at a time for each underlying; pending orders are cancelled while delta is large."
};

export const feeTypeLabels = {
  "RECEIVED": "Received",
  "QUOTE": "Quote"
};

export const feeTypeMeanings = {
  "RECEIVED": "In the currency that a trade brings.",
  "QUOTE": "In the quote currency of the pair."
};

export const forcedRepaymentTypeLabels = {
  "NONE": "None",
  "USER_BASED": "User based",
  "PLATFORM_BASED": "Platform based"
};

export const forcedRepaymentTypeMeanings = {
  "NONE": "No forced repayment.",
  "USER_BASED": "The state of the account itself.",
  "PLATFORM_BASED": "The borrowing limit of the platform."
};

export const greeksTypeLabels = {
  "COINS": "Coins",
  "DOLLARS": "Dollars"
};

export const greeksTypeMeanings = {
  "COINS": "In coins.",
  "DOLLARS": "In dollars, by Black and Scholes."
};

export const marginIsolationLabels = {
  "AUTOMATIC": "Automatic",
  "AUTOMATIC_BOTH": "Automatic both",
  "QUICK": "Quick"
};

export const marginIsolationMeanings = {
  "AUTOMATIC": "It is moved automatically.",
  "AUTOMATIC_BOTH": "It is moved automatically; base and quote currency can both serve.",
  "QUICK": "Quick margin: it is moved, and borrowed, with each order."
};

export const marginModeLabels = {
  "CROSS": "Cross",
  "ISOLATED": "Isolated"
};

export const marginModeMeanings = {
  "CROSS": "Cross margin.",
  "ISOLATED": "Isolated margin."
};

export const optionTradingLabels = {
  "OFF": "Off",
  "ON": "On"
};

export const optionTradingMeanings = {
  "OFF": "It is not activated.",
  "ON": "It is activated."
};

export const orderSideLabels = {
  "BUY": "Buy",
  "SELL": "Sell"
};

export const orderSideMeanings = {
  "BUY": "Buying the base currency; what is borrowed is the quote currency.",
  "SELL": "Selling the base currency; what is borrowed is the base currency."
};

export const positionModeLabels = {
  "LONG_SHORT": "Long short",
  "NET": "Net"
};

export const positionModeMeanings = {
  "LONG_SHORT": "Long and short positions of futures and swaps are held apart.",
  "NET": "One position of each contract, of whatever the orders come to."
};

export const selfTradePreventionLabels = {
  "CANCEL_MAKER": "Cancel maker",
  "CANCEL_TAKER": "Cancel taker",
  "CANCEL_BOTH": "Cancel both"
};

export const selfTradePreventionMeanings = {
  "CANCEL_MAKER": "The order that stands already is cancelled.",
  "CANCEL_TAKER": "The order that comes is cancelled.",
  "CANCEL_BOTH": "Both are cancelled."
};

export const strategyTypeLabels = {
  "GENERAL": "General",
  "DELTA_NEUTRAL": "Delta neutral"
};

export const strategyTypeMeanings = {
  "GENERAL": "None in particular.",
  "DELTA_NEUTRAL": "Delta neutral."
};

export const tradeModeLabels = {
  "CASH": "Cash",
  "CROSS": "Cross",
  "ISOLATED": "Isolated",
  "SPOT_ISOLATED": "Spot isolated"
};

export const tradeModeMeanings = {
  "CASH": "Without margin: plain spot trading.",
  "CROSS": "Cross margin: the positions of the account back each other.",
  "ISOLATED": "Isolated margin: each position stands on margin of its own.",
  "SPOT_ISOLATED": "Isolated spot copy trading; in Futures mode only."
};

export const errorCodes = {
  "BAD_USER_INPUT": {
    "retryable": false,
    "meaning": "An argument cannot be used."
  },
  "UNAUTHENTICATED": {
    "retryable": false,
    "meaning": "There is no token, or none that is known."
  },
  "FORBIDDEN": {
    "retryable": false,
    "meaning": "You may not ask for this here."
  },
  "ACCOUNT_NOT_FOUND": {
    "retryable": false,
    "meaning": "No account of this id is open to you."
  },
  "KEY_REJECTED": {
    "retryable": false,
    "meaning": "The exchange refuses this instrument or currency here."
  },
  "ACCOUNT_MODE_UNSUPPORTED": {
    "retryable": false,
    "meaning": "The account is in a mode in which the exchange does not answer this."
  },
  "BUDGET_EXHAUSTED": {
    "retryable": true,
    "meaning": "The rate limit of the exchange left no call for this in time."
  },
  "DEADLINE_EXCEEDED": {
    "retryable": true,
    "meaning": "The exchange was asked but had not answered by the deadline."
  },
  "UPSTREAM_AUTH": {
    "retryable": false,
    "meaning": "The exchange refuses the gateway's credentials for this account."
  },
  "UPSTREAM_UNAVAILABLE": {
    "retryable": true,
    "meaning": "The exchange, or the issuer of a token, could not be reached or is not serving."
  },
  "UPSTREAM_TIMEOUT": {
    "retryable": true,
    "meaning": "The exchange took too long, on each attempt."
  },
  "UPSTREAM_MALFORMED": {
    "retryable": false,
    "meaning": "The exchange sent something that is not what it documents."
  },
  "QUERY_TOO_EXPENSIVE": {
    "retryable": false,
    "meaning": "The query, or its answer, is too large."
  },
  "TOO_MANY_SUBSCRIPTIONS": {
    "retryable": true,
    "meaning": "You have as many subscriptions open as one caller may have."
  },
  "OVERLOADED": {
    "retryable": true,
    "meaning": "The gateway has more to do than it can do in time."
  },
  "INTERNAL_SERVER_ERROR": {
    "retryable": false,
    "meaning": "A defect of the gateway; its log has the details."
  }
};

export const isErrorCode = (code) => typeof code === 'string' && Object.hasOwn(errorCodes, code);

export function pairUp({ keys, rows, keyOf, errors, path }) {
  const given = (rows ?? []).flatMap((row) => (row ? [{ name: tidy(keyOf(row)), row }] : []));
  const near = (errors ?? []).filter((error) =>
    (error.path ?? []).every((part, i) => i >= path.length || part === path[i]),
  );
  return keys.map((key) => {
    const name = tidy(key);
    return {
      key,
      rows: given.filter((one) => one.name === name).map(({ row }) => row),
      errors: near.filter((error) => {
        const named = error.extensions?.keys;
        const isInside = (error.path ?? []).length > path.length;
        return !isInside || !Array.isArray(named) || named.map(tidy).includes(name);
      }),
    };
  });
}

/** As the gateway reads keys. */
const tidy = (key) => String(key).trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());

export function watch(operation, reader, { url, headers, fetch = globalThis.fetch, onWait }) {
  const leaving = new AbortController();
  const left = leaving.signal;

  async function keepUp() {
    let failures = 0;
    let refused = null;
    while (!left.aborted) {
      const since = Date.now();
      const { sent, result, isFinal = false, fault, why } = await connect(refused);
      if (left.aborted) return;
      if (fault) return reader.error(fault);
      const errors = result?.errors ?? [];
      const isUnknown = errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
      if (isFinal || (errors.length > 0 && !isUnknown && !errors.some(mayPass))) {
        reader.next(result);
        return reader.complete();
      }
      refused = isUnknown ? { sent, result } : null;
      if (Date.now() - since >= steadyMs) failures = 0;
      // Another token may be there at once.
      const most = isUnknown && failures === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
      failures += 1;
      const least = Math.max(0, ...errors.map(({ extensions }) => extensions?.retryAfterMs ?? 0));
      const waitMs = Math.ceil(least + Math.random() * most);
      if (waitMs > 0) onWait?.({ waitMs, why: errors[0]?.message ?? why });
      await pause(waitMs, left);
    }
  }

  /** Gives what comes; what came last, if it had no figures, and why there is no connection any more. */
  async function connect(refused) {
    const connection = new AbortController();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => connection.abort(new Error('Nothing was heard of the gateway.')), silentMs);
    };
    try {
      const given = (await headers?.()) ?? {};
      const sent = JSON.stringify(given);
      if (refused?.sent === sent) return { ...refused, isFinal: true };
      heard();
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...given, 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify(operation),
        signal: AbortSignal.any([left, connection.signal]),
      });
      if (!/event-stream/.test(response.headers.get('content-type') ?? ''))
        return { sent, ...(await readRefusal(response)) };
      for await (const { event, data } of readEvents(response.body, heard)) {
        if (event === 'complete') break;
        if (event !== 'next') continue;
        const result = JSON.parse(data);
        if (hasNothing(result)) return { sent, result };
        if (!left.aborted) reader.next(result);
      }
      return { why: 'The gateway has ended the connection.' };
    } catch (error) {
      return { why: String(error?.message ?? error) };
    } finally {
      clearTimeout(silence);
      connection.abort();
    }
  }

  void keepUp();
  return () => leaving.abort();
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that held for so long was a good one. */
const steadyMs = 10_000;
/** The gateway is heard of every 12 s. */
const silentMs = 30_000;

async function* readEvents(body, heard) {
  let unread = '';
  for await (const text of chunksOf(body.pipeThrough(new TextDecoderStream()).getReader())) {
    heard();
    const events = (unread + text).split('\n\n');
    unread = events.pop();
    for (const one of events) {
      const valueOf = (name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(one)?.[1] ?? '';
      yield { event: valueOf('event'), data: valueOf('data') };
    }
  }
}

/** Not every browser iterates over streams. */
async function* chunksOf(reader) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The gateway refuses with errors; what else comes is of something before it. */
async function readRefusal(response) {
  const { status } = response;
  const text = await response.text();
  try {
    const result = JSON.parse(text);
    if (result.errors?.[0]?.extensions?.code) return { result };
  } catch {
    // Then it says no more than its status.
  }
  const why = `${status} ${response.statusText}`.trim();
  const mayPass = status < 400 || status >= 500 || [404, 408, 429].includes(status);
  return mayPass ? { why } : { fault: new Error(`The subscription was refused: ${why}.`) };
}

const hasNothing = ({ data, errors = [] }) =>
  errors.length > 0 && Object.values(data ?? {}).every((part) => part === null);

const mayPass = ({ extensions }) => isErrorCode(extensions?.code) && errorCodes[extensions.code].retryable;

function pause(ms, left) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    left.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

export const codegenConfig = {
  "scalars": {
    "ID": "string",
    "Decimal": "string",
    "DateTime": "string"
  },
  "strictScalars": true,
  "enumType": "string-literal",
  "useTypeImports": true
};

export const introspection = {"__schema":{"queryType":{"name":"Query","kind":"OBJECT"},"mutationType":null,"subscriptionType":{"name":"Subscription","kind":"OBJECT"},"types":[{"kind":"OBJECT","name":"Account","fields":[{"name":"adjEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"asOf","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"availEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"borrowFroz","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"config","type":{"kind":"OBJECT","name":"AccountConfig","ofType":null},"args":[]},{"name":"delta","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"deltaLever","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"deltaNeutralStatus","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"details","type":{"kind":"LIST","ofType":{"name":"CurrencyDetail","kind":"OBJECT","ofType":null}},"args":[{"name":"ccy","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}}]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"imr","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"isoEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxAvail","type":{"kind":"LIST","ofType":{"name":"MaxAvail","kind":"OBJECT","ofType":null}},"args":[{"name":"ccy","type":{"kind":"SCALAR","name":"Any"}},{"name":"instId","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}}},{"name":"px","type":{"kind":"SCALAR","name":"Any"}},{"name":"reduceOnly","type":{"kind":"SCALAR","name":"Any"}},{"name":"tdMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}},{"name":"tradeQuoteCcy","type":{"kind":"SCALAR","name":"Any"}}]},{"name":"maxLoan","type":{"kind":"LIST","ofType":{"name":"MaxLoan","kind":"OBJECT","ofType":null}},"args":[{"name":"ccy","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}},{"name":"instId","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}},{"name":"mgnCcy","type":{"kind":"SCALAR","name":"Any"}},{"name":"mgnMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}},{"name":"tradeQuoteCcy","type":{"kind":"SCALAR","name":"Any"}}]},{"name":"maxWithdrawal","type":{"kind":"LIST","ofType":{"name":"MaxWithdrawal","kind":"OBJECT","ofType":null}},"args":[{"name":"ccy","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}}]},{"name":"mgnRatio","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mmr","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalUsd","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalUsdForBorrow","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalUsdForFutures","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalUsdForOption","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalUsdForSwap","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"ordFroz","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"rateBudgets","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"name":"RateBudget","kind":"OBJECT","ofType":null}}}},"args":[]},{"name":"totalEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"uTime","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"upl","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"AccountConfig","fields":[{"name":"acctLv","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"acctStpMode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"asOf","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"autoLoan","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"ctIsoMode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"enableSpotBorrow","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"feeType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"greeksType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"label","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"level","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"levelTmp","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mgnIsoMode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"opAuth","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"perm","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}},"args":[]},{"name":"posMode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"roleType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"settleCcy","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotBorrowAutoRepay","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotRoleType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"stgyType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"type","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"AccountCurrency","fields":[{"name":"accountId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"ccy","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"currency","type":{"kind":"NON_NULL","ofType":{"name":"Currency","kind":"OBJECT","ofType":null}},"args":[]},{"name":"detail","type":{"kind":"OBJECT","name":"CurrencyDetail","ofType":null},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"maxLoans","type":{"kind":"LIST","ofType":{"name":"MaxLoan","kind":"OBJECT","ofType":null}},"args":[{"name":"mgnMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}]},{"name":"maxWithdrawal","type":{"kind":"OBJECT","name":"MaxWithdrawal","ofType":null},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"AccountInstrument","fields":[{"name":"accountId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instrument","type":{"kind":"NON_NULL","ofType":{"name":"Instrument","kind":"OBJECT","ofType":null}},"args":[]},{"name":"maxAvail","type":{"kind":"OBJECT","name":"MaxAvail","ofType":null},"args":[{"name":"ccy","type":{"kind":"SCALAR","name":"Any"}},{"name":"px","type":{"kind":"SCALAR","name":"Any"}},{"name":"reduceOnly","type":{"kind":"SCALAR","name":"Any"}},{"name":"tdMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}},{"name":"tradeQuoteCcy","type":{"kind":"SCALAR","name":"Any"}}]},{"name":"maxLoan","type":{"kind":"LIST","ofType":{"name":"MaxLoan","kind":"OBJECT","ofType":null}},"args":[{"name":"mgnCcy","type":{"kind":"SCALAR","name":"Any"}},{"name":"mgnMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}},{"name":"tradeQuoteCcy","type":{"kind":"SCALAR","name":"Any"}}]}],"interfaces":[]},{"kind":"OBJECT","name":"Currency","fields":[{"name":"ccy","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"forAccount","type":{"kind":"OBJECT","name":"AccountCurrency","ofType":null},"args":[{"name":"accountId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"CurrencyDetail","fields":[{"name":"accAvgPx","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"asOf","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"autoLendAmt","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"autoLendMtAmt","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"autoLendStatus","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"autoStakingStatus","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"availBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"availEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"borrowFroz","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"cashBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"ccy","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"clSpotInUseAmt","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"colBorrAutoConversion","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"colRes","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"collateralEnabled","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"collateralRestrict","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"crossLiab","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"currency","type":{"kind":"NON_NULL","ofType":{"name":"Currency","kind":"OBJECT","ofType":null}},"args":[]},{"name":"disEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"eq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"eqUsd","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"fixedBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"frozenBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"frpType","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"imr","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"interest","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"isoEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"isoLiab","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"isoUpl","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"liab","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxLoan","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxLoans","type":{"kind":"LIST","ofType":{"name":"MaxLoan","kind":"OBJECT","ofType":null}},"args":[{"name":"mgnMode","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}]},{"name":"maxSpotInUse","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxWithdrawal","type":{"kind":"OBJECT","name":"MaxWithdrawal","ofType":null},"args":[]},{"name":"mgnRatio","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mmr","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"notionalLever","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"openAvgPx","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"ordFrozen","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"rewardBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"smtSyncEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotCopyTradingEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotInUseAmt","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotIsoBal","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotUpl","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotUplRatio","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"stgyEq","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"totalPnl","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"totalPnlRatio","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"twap","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"uTime","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"upl","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"uplLiab","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"Instrument","fields":[{"name":"forAccount","type":{"kind":"OBJECT","name":"AccountInstrument","ofType":null},"args":[{"name":"accountId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}}}]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"MaxAvail","fields":[{"name":"asOf","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"availBuy","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"availSell","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"buyCcy","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instId","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instrument","type":{"kind":"NON_NULL","ofType":{"name":"Instrument","kind":"OBJECT","ofType":null}},"args":[]},{"name":"sellCcy","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"MaxLoan","fields":[{"name":"asOf","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"ccy","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"instId","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxLoan","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mgnCcy","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"mgnMode","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"side","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"MaxWithdrawal","fields":[{"name":"asOf","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"ccy","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"maxWd","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"maxWdEx","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotOffsetMaxWd","type":{"kind":"SCALAR","name":"Any"},"args":[]},{"name":"spotOffsetMaxWdEx","type":{"kind":"SCALAR","name":"Any"},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"Query","fields":[{"name":"account","type":{"kind":"OBJECT","name":"Account","ofType":null},"args":[{"name":"id","type":{"kind":"SCALAR","name":"Any"}}]},{"name":"accounts","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"name":"Account","kind":"OBJECT","ofType":null}}}},"args":[{"name":"after","type":{"kind":"SCALAR","name":"Any"}},{"name":"first","type":{"kind":"SCALAR","name":"Any"}}]}],"interfaces":[]},{"kind":"OBJECT","name":"RateBudget","fields":[{"name":"available","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"endpoint","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"inUse","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"limit","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"nextFreeInMs","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"ownInUse","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"ownShare","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"waiting","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]},{"name":"windowMs","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"Any"}},"args":[]}],"interfaces":[]},{"kind":"OBJECT","name":"Subscription","fields":[{"name":"account","type":{"kind":"OBJECT","name":"Account","ofType":null},"args":[{"name":"everyMs","type":{"kind":"SCALAR","name":"Any"}},{"name":"id","type":{"kind":"SCALAR","name":"Any"}}]}],"interfaces":[]},{"kind":"SCALAR","name":"Any"}],"directives":[]}};

export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"uTime"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"eqUsd"}},{"kind":"Field","name":{"kind":"Name","value":"availBal"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const WhatCanLeaveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatCanLeave"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},"defaultValue":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"ETH","block":false},{"kind":"StringValue","value":"USDT","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"frozenBal"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"maxWd"}},{"kind":"Field","name":{"kind":"Name","value":"maxWdEx"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const OrderLimitsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderLimits"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"instId"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},"defaultValue":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC-USDT","block":false},{"kind":"StringValue","value":"ETH-USDT","block":false}]}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tdMode"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TradeMode"}}},"defaultValue":{"kind":"EnumValue","value":"CROSS"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mgnMode"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MarginMode"}}},"defaultValue":{"kind":"EnumValue","value":"CROSS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"maxAvail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"instId"}}},{"kind":"Argument","name":{"kind":"Name","value":"tdMode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tdMode"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"availBuy"}},{"kind":"Field","name":{"kind":"Name","value":"availSell"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxLoan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"instId"}}},{"kind":"Argument","name":{"kind":"Name","value":"mgnMode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mgnMode"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"maxLoan"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const EveryAccountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EveryAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"adjEq"}},{"kind":"Field","name":{"kind":"Name","value":"mgnRatio"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"maxWd"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const LiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Live"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},"defaultValue":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"ETH","block":false},{"kind":"StringValue","value":"USDT","block":false}]}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"everyMs"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"1000"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"everyMs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"everyMs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"eqUsd"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const PartialAnswerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PartialAnswer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"maxAvail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC-USDT","block":false},{"kind":"StringValue","value":"NO-SUCH","block":false},{"kind":"StringValue","value":"ETH-USDT","block":false}]}},{"kind":"Argument","name":{"kind":"Name","value":"tdMode"},"value":{"kind":"EnumValue","value":"CROSS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"availBuy"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const RateBudgetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RateBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"rateBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"endpoint"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"windowMs"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"nextFreeInMs"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const ExplainDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Explain"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"ETH","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"maxWd"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};

export const PlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"AAVE","block":false},{"kind":"StringValue","value":"ADA","block":false},{"kind":"StringValue","value":"ALGO","block":false},{"kind":"StringValue","value":"APT","block":false},{"kind":"StringValue","value":"ARB","block":false},{"kind":"StringValue","value":"ATOM","block":false},{"kind":"StringValue","value":"AVAX","block":false},{"kind":"StringValue","value":"AXS","block":false},{"kind":"StringValue","value":"BCH","block":false},{"kind":"StringValue","value":"BLUR","block":false},{"kind":"StringValue","value":"BNB","block":false},{"kind":"StringValue","value":"BONK","block":false},{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"CHZ","block":false},{"kind":"StringValue","value":"COMP","block":false},{"kind":"StringValue","value":"CRV","block":false},{"kind":"StringValue","value":"DAI","block":false},{"kind":"StringValue","value":"DOGE","block":false},{"kind":"StringValue","value":"DOT","block":false},{"kind":"StringValue","value":"EOS","block":false},{"kind":"StringValue","value":"ETC","block":false},{"kind":"StringValue","value":"ETH","block":false},{"kind":"StringValue","value":"EUR","block":false},{"kind":"StringValue","value":"FIL","block":false},{"kind":"StringValue","value":"GRT","block":false},{"kind":"StringValue","value":"HBAR","block":false},{"kind":"StringValue","value":"ICP","block":false},{"kind":"StringValue","value":"IMX","block":false},{"kind":"StringValue","value":"INJ","block":false},{"kind":"StringValue","value":"LDO","block":false},{"kind":"StringValue","value":"LINK","block":false},{"kind":"StringValue","value":"LTC","block":false},{"kind":"StringValue","value":"MANA","block":false},{"kind":"StringValue","value":"MKR","block":false},{"kind":"StringValue","value":"NEAR","block":false},{"kind":"StringValue","value":"OKB","block":false},{"kind":"StringValue","value":"OP","block":false},{"kind":"StringValue","value":"PEPE","block":false},{"kind":"StringValue","value":"SAND","block":false},{"kind":"StringValue","value":"SHIB","block":false},{"kind":"StringValue","value":"SNX","block":false},{"kind":"StringValue","value":"SOL","block":false},{"kind":"StringValue","value":"SUI","block":false},{"kind":"StringValue","value":"TON","block":false},{"kind":"StringValue","value":"TRX","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]};
