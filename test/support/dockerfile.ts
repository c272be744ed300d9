import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A line of a Dockerfile, such as `COPY` with `src ./src`. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of the project's Dockerfile, in their order. */
export function readDockerfile(): readonly Instruction[] {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [name = '', ...rest] = line.split(' ');
    return { name, rest: rest.join(' ') };
  });
}

/** What the image gives the environment of its command. */
export const environmentOf = (instructions: readonly Instruction[]) =>
  Object.fromEntries(
    instructions
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ rest }) => rest.split(' '))
      .map((pair) => pair.split('=') as [string, string]),
  );

/** What is copied, and where to, from the folder of the project into that of the image; what comes from another image left out. */
export const copiesOf = (instructions: readonly Instruction[]) =>
  instructions
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
    .map(({ rest }) => {
      const paths = rest.split(' ');
      return { sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
    });

/** The command of an instruction in its form of a list, as `CMD` has it, and `HEALTHCHECK` after its options. */
export function commandOf(
  instructions: readonly Instruction[],
  wanted: 'CMD' | 'HEALTHCHECK',
): [string, ...string[]] {
  const rest = instructions.findLast(({ name }) => name === wanted)?.rest ?? '';
  const [program = '', ...args]: string[] = JSON.parse(rest.slice(rest.indexOf('[')));
  return [program, ...args];
}

/** The commands that make the image. */
export const runsOf = (instructions: readonly Instruction[]): readonly string[] =>
  instructions.filter(({ name }) => name === 'RUN').map(({ rest }) => rest);
