/** What can begin in one turn of the event loop: the rest waits for a later one, so that others get their turns, too. */
export interface Spread {
  /**
   * When a thing may begin: undefined where that is at once. The same for all that is told of one thing, so that
   * what belongs together stays together.
   */
  turnOf(thing: string): Promise<void> | undefined;
}

/**
 * Things of many requests that begin in a turn of the event loop, of which there is but one. Takers get theirs one after
 * the other; what one of them has asked for first begins first, so that its first request is answered, and its memory
 * given back, while the next ones wait.
 *
 * @param perTurn things that begin in a turn, and of each request at once
 * @returns the turns of one request of a taker
 */
export function spreadOverTurns(perTurn: number): (taker: string) => Spread {
  const lines = new Map<string, (() => void)[]>();

  function beginNext(): void {
    for (let left = perTurn; left > 0; left -= 1) {
      const [next] = lines;
      if (!next) return;
      const [taker, line] = next;
      line.shift()?.();
      lines.delete(taker);
      if (line.length > 0) lines.set(taker, line);
    }
    if (lines.size > 0) setImmediate(beginNext);
  }

  async function waitInLine(taker: string): Promise<void> {
    return new Promise((begin) => {
      if (lines.size === 0) setImmediate(beginNext);
      const line = lines.get(taker) ?? [];
      line.push(begin);
      lines.set(taker, line);
    });
  }

  return (taker) => {
    const turns = new Map<string, Promise<void> | undefined>();
    return {
      turnOf(thing) {
        const known = turns.get(thing);
        if (known || turns.has(thing)) return known;
        const turn = turns.size < perTurn ? undefined : waitInLine(taker);
        turns.set(thing, turn);
        return turn;
      },
    };
  };
}
