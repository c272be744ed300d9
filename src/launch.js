// Starts the gateway on any Node: node src/launch.js [--watch] [program.ts] [argument ...]
// The program is main.ts, unless another one below this folder is named.
// JavaScript, and plain: an old Node has to be able to read it.
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findNode, neededMajor } from './find-node.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const lookAfterParentEveryMs = 250;

/** @param {readonly string[]} args */
function launch(args) {
  const watches = args[0] === '--watch';
  const named = args.slice(watches ? 1 : 0);
  const [program = '', ...rest] = (named[0] || '').endsWith('.ts') ? named : ['main.ts', ...named];
  const file = join(folder, program);
  const node = findNode({
    platform: process.platform,
    arch: process.arch,
    version: process.versions.node,
    execPath: process.execPath,
    modules: join(folder, '../node_modules'),
    path: process.env.PATH || '',
    versionOf: (one) => spawnSync(one, ['--version'], { encoding: 'utf8' }).stdout || '',
  });
  if (node === undefined) {
    process.stderr.write(
      `Node.js ${neededMajor} or newer is needed, and this is ${process.versions.node}: install it, or run \`npm ci\`, which brings one for Linux and for Windows on x64.\n`,
    );
    process.exit(1);
  }
  if (process.env.npm_lifecycle_event && process.platform !== 'win32') endWithParent();
  // Whoever changes a file is not to wait until load balancers have left.
  if (watches) run(node, ['--watch', file, ...rest], Object.assign({ DRAIN_MS: '0' }, process.env));
  else if (node !== process.execPath)
    run(node, [...process.execArgv, join(folder, 'launch.js'), ...args], process.env);
  else {
    // What has been compiled is kept when it ends, so that the next start takes half the time. Beside the packages:
    // whoever can write there can change the program anyway. Where this process cannot, nothing is kept.
    module.enableCompileCache(join(folder, '../node_modules/.cache/compiled'));
    // No second process, so there is none to be left behind.
    process.argv = [node, file, ...rest];
    void import(pathToFileURL(file).href);
  }
}

/**
 * Runs a program as if it were this process: signals are passed on to it, and its end is the end of both.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function run(node, args, env) {
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
    // A console of Windows tells all its processes, and to send a signal there is to kill.
    process.on(signal, () => process.platform === 'win32' || child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The shell that npm puts between itself and a script ends at a signal without passing it on. */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookAfterParentEveryMs);
  timer.unref();
}

launch(process.argv.slice(2));
