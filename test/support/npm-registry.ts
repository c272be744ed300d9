import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether the registry that npm is set up with here has all of these releases; false when it cannot be asked. */
export async function isPublished(...releases: readonly string[]): Promise<boolean> {
  const view = (release: string) =>
    promisify(execFile)('npm', ['view', release, 'version'], { timeout: 15_000 });
  try {
    const answers = await Promise.all(releases.map(view));
    return answers.every(({ stdout }) => stdout.trim() !== '');
  } catch {
    return false;
  }
}
