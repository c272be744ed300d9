/** What can begin in one turn of the event loop: the rest waits for a later one, so that others get their turns, too. */
export interface Spread {
  /**
   * When a thing may begin: undefined where that is at once. The same for all that is told of one thing, so that
   * what belongs together stays together.
   */
  turnOf(thing: string): Promise<void> | undefined;
}

/** @param perTurn things that begin in a turn */
export function spreadOverTurns(perTurn: number): Spread {
  const turns = new Map<string, Promise<void> | undefined>();
  let left = perTurn;
  let current: Promise<void> | undefined;
  let last = Promise.resolve();

  return {
    turnOf(thing) {
      if (turns.has(thing)) return turns.get(thing);
      if (left === 0) {
        current = last = last.then(nextTurn);
        left = perTurn;
      }
      left -= 1;
      turns.set(thing, current);
      return current;
    },
  };
}

const nextTurn = async (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
