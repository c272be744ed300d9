import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface GuideFolderOptions {
  /** Where the reader is; exists. */
  readonly folder: string;
  /** What the reader's programs keep for themselves goes here. */
  readonly home: string;
  /** Without it npm installs as it is set up here. */
  readonly registryUrl?: string;
  /** Port in the guide → the one that takes its place. */
  readonly ports: Readonly<Record<string, number | string>>;
}

/** A folder in which the steps of a guide are followed as a reader would. */
export interface GuideFolder {
  /** Writes a file that is not there yet, with the ports of the test. Its first line gives its name if `path` does not. */
  write(content: string, path?: string): void;
  /** Gives commands, with npm on the registry and the ports of the test; what they print. */
  run(commands: string): Promise<string>;
  /** Gives commands of which some do not end; disposing ends them. */
  start(commands: string): StartedCommands;
}

interface StartedCommands extends AsyncDisposable {
  /** What they have printed so far. */
  printed(): string;
}

export function createGuideFolder(options: GuideFolderOptions): GuideFolder {
  const { folder: cwd, home, registryUrl, ports } = options;
  const env = {
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    HOME: home,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
  const npm =
    registryUrl === undefined
      ? { ...process.env, ...env, HOME: process.env['HOME'] }
      : { ...env, npm_config_registry: registryUrl, npm_config_cache: join(home, 'cache') };

  /** With the ports of the test. */
  function adapt(content: string): string {
    let text = content;
    for (const [port, own] of Object.entries(ports))
      text = text.replaceAll(new RegExp(String.raw`\b${port}\b`, 'g'), String(own));
    return text;
  }

  return {
    write(content, path = /^(?:\/\/|#|<!--) (\S+)(?: -->)?\n/.exec(content)?.[1] ?? '') {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), adapt(content), { flag: 'wx' });
    },
    async run(commands) {
      const { stdout } = await promisify(execFile)('sh', ['-ec', adapt(commands)], {
        cwd,
        env: npm,
      });
      return stdout;
    },
    start(commands) {
      const child = spawn('sh', ['-ec', adapt(commands)], {
        cwd,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      let running = true;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
      const ended = once(child, 'close').then(() => {
        running = false;
      });
      return {
        printed: () => printed,
        async [Symbol.asyncDispose]() {
          // The whole group: the shell may have ended before what it started.
          if (running && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          await ended;
        },
      };
    },
  };
}
