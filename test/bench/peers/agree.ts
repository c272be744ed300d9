import { isDeepStrictEqual } from 'node:util';
import type { Shape } from './shapes.ts';
import { type Bed, fixed, product } from './sides.ts';

/**
 * Asks every server each query of a shape, and has the fixed reply be the gateway's answer from now on.
 * @throws Error when a server does not answer what the gateway answers, or makes other calls than the shape takes
 */
export async function agree({ sides, exchangeUrl }: Bed, shape: Shape): Promise<void> {
  const url = (name: string) => sides.find((side) => side.name === name)?.url ?? '';
  const expected = await answersOf(url(product), shape.bodies);
  const errors = expected.find((answer) => JSON.stringify(answer).includes('"errors"'));
  if (errors !== undefined) throw new Error(`${shape.name}: ${JSON.stringify(errors)}`);
  await fetch(url(fixed), { method: 'PUT', body: JSON.stringify(expected[0]) });
  for (const { name, url: peer } of sides) {
    if (name === product || name === fixed) continue;
    const before = await callsSoFar(exchangeUrl);
    const answers = await answersOf(peer, shape.bodies);
    const calls = ((await callsSoFar(exchangeUrl)) - before) / shape.bodies.length;
    const at = answers.findIndex((answer, index) => !isDeepStrictEqual(answer, expected[index]));
    if (at !== -1) {
      const told = `${JSON.stringify(answers[at])} and not ${JSON.stringify(expected[at])}`;
      throw new Error(`${shape.name}: ${name} answers ${told}`);
    }
    if (calls !== shape.calls) {
      throw new Error(`${shape.name}: ${name} makes ${calls} calls and not ${shape.calls}`);
    }
  }
}

/** Calls that have reached the stub exchange. */
export async function callsSoFar(exchangeUrl: string): Promise<number> {
  return Number(await (await fetch(`${exchangeUrl}/calls`)).text());
}

async function answersOf(url: string, bodies: readonly string[]): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    answers.push(await response.json());
  }
  return answers;
}
