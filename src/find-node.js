// JavaScript, and plain: an old Node has to be able to read it.
// @ts-check
import { posix, win32 } from 'node:path';

/** The first major version that runs TypeScript as it is. */
export const neededMajor = 24;

/**
 * What there is on a machine.
 * @typedef {object} Host
 * @property {string} platform as Node names it
 * @property {string} arch as Node names it
 * @property {string} version of the Node that runs this
 * @property {string} execPath of the Node that runs this
 * @property {string} modules the folder that npm installs into
 * @property {string} path the folders of programs, as in the variable PATH
 * @property {(file: string) => string} versionOf what a program answers to `--version`; empty where there is none
 */

/**
 * The program of a Node that runs TypeScript: the one that runs this, npm's, or the first on the PATH;
 * undefined where there is none.
 * @param {Host} host
 * @returns {string | undefined}
 */
export function findNode({ platform, arch, version, execPath, modules, path, versionOf }) {
  if (isNew(version)) return execPath;
  const isWindows = platform === 'win32';
  const { join, delimiter } = isWindows ? win32 : posix;
  // Of Windows only the program, never a node.cmd: that wants a shell, which comes between it and its signals.
  const file = isWindows ? 'node.exe' : 'node';
  const brought = join(modules, `node-${isWindows ? 'win' : platform}-${arch}`, 'bin', file);
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const all = [brought].concat(folders.map((folder) => join(folder, file)));
  return all.find((one) => isNew(versionOf(one)));
}

/** @param {string} version such as `v24.21.0`, with or without the v */
function isNew(version) {
  return Number(version.replace('v', '').split('.')[0]) >= neededMajor;
}
