import type { SimulatedExchange } from '../../src/simulator/exchange.ts';

/** The same exchange behind a gate: it tells of the first call and answers none until the gate is open. */
export function holdBack(exchange: SimulatedExchange) {
  const arrival = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const held: SimulatedExchange = {
    ...exchange,
    async handle(request) {
      arrival.resolve();
      await gate.promise;
      return exchange.handle(request);
    },
  };
  return { exchange: held, arrived: arrival.promise, open: () => gate.resolve() };
}
