import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>
  >;
}

/** What `npm ci --omit=dev` leaves of a project, the largest package first. @param root of the project, with all that it needs installed */
export function installedSizes(root: string): readonly (readonly [name: string, MiB: number])[] {
  const { packages }: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const bytes = new Map<string, number>();
  for (const [folder, { dev, devOptional }] of Object.entries(packages)) {
    if (folder === '' || dev || devOptional) continue;
    const name = folder.split('node_modules/').at(-1) ?? '';
    bytes.set(name, (bytes.get(name) ?? 0) + sizeOf(join(root, folder)));
  }
  return [...bytes]
    .map(([name, size]) => [name, size / 2 ** 20] as const)
    .filter(([, size]) => size > 0)
    .toSorted(([, one], [, other]) => other - one);
}

/** What is in a folder, but for the packages inside, which count for themselves; 0 where there is none. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const name of listed(folder)) {
    if (name === 'node_modules') continue;
    const path = join(folder, name);
    const stat = lstatSync(path);
    bytes += stat.isDirectory() ? sizeOf(path) : stat.size;
  }
  return bytes;
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Of another platform.
    return [];
  }
}
