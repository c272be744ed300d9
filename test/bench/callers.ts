import { digestOf } from '../../src/callers/blinding.ts';

/** One who may ask gateways of the benchmark. */
export interface BenchCaller {
  readonly name: string;
  readonly token: string;
  readonly weight: number;
  /** Whose JWT its token is, as the file of callers has it. Default: nobody's, it stands in the file itself. */
  readonly jwt?: object;
}

/** A caller of each weight. */
export const callersOf = (weights: readonly number[]): readonly BenchCaller[] =>
  weights.map((weight, index) => ({
    name: `caller${index}`,
    token: `token-of-caller-${index}`,
    weight,
  }));

/** The file of callers from which a gateway knows them. */
export const fileOf = (callers: readonly BenchCaller[]) => ({
  callers: callers
    .filter(({ jwt }) => jwt === undefined)
    .map(({ name, token, weight }) => ({
      name,
      tokens: [digestOf(token)],
      accounts: 'all',
      weight,
    })),
  jwt: callers.find(({ jwt }) => jwt !== undefined)?.jwt,
});
