/** What one reader is given: always the latest. What came before it and was not taken by then is never given. */
export interface Mailbox<Value> {
  /** To be asked for the next when the one before has been dealt with, as those do who write to a connection. */
  readonly reading: AsyncIterableIterator<Value>;
  put(value: Value): void;
  /** Nothing comes any more; what is there can still be taken. */
  end(): void;
}

/** @param onLeft told once, when the reader wants no more */
export function createMailbox<Value>(onLeft: () => void): Mailbox<Value> {
  let latest: { readonly value: Value } | null = null;
  let isOver = false;
  let hand: ((result: IteratorResult<Value>) => void) | null = null;

  const over: IteratorResult<Value> = { done: true, value: undefined };

  function give(result: IteratorResult<Value>): void {
    hand?.(result);
    hand = null;
  }

  function leave(): void {
    const wasThere = !isOver;
    isOver = true;
    latest = null;
    give(over);
    if (wasThere) onLeft();
  }

  const reading: AsyncIterableIterator<Value> = {
    async next() {
      if (latest) {
        const { value } = latest;
        latest = null;
        return { done: false, value };
      }
      if (isOver) return over;
      return new Promise((resolve) => {
        hand = resolve;
      });
    },
    async return() {
      leave();
      return over;
    },
    [Symbol.asyncIterator]: () => reading,
  };

  return {
    reading,
    put(value) {
      if (isOver) return;
      if (hand) give({ done: false, value });
      else latest = { value };
    },
    end() {
      isOver = true;
      give(over);
    },
  };
}
