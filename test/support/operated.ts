import { pino } from 'pino';
import type { FileStanding } from '../../src/settings/follow-file.ts';
import { watchLately } from '../../src/status/lately.ts';
import { createAdminPort } from './admin-port.ts';
import { createManualClock } from './manual-clock.ts';
import { createMeasured } from './measured.ts';
import { sawOutput } from './outputs.ts';
import type { Scrape } from './promql-value.ts';
import { createRedisWay, type RedisState } from './redis-way.ts';

export interface LogLine {
  readonly level: number;
  readonly time: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

interface OperatedOptions extends NonNullable<Parameters<typeof createMeasured>[0]> {
  /** How the Redis is at first; null for none. Default: null. */
  readonly redisIs?: RedisState | null;
}

export type Operated = ReturnType<typeof createOperated>;

/** Prometheus asks every 15 s. */
const scrapeEveryS = 15;

/** The gateway as whoever operates it sees it: its log, its metrics as Prometheus keeps them, its status. On a manual clock. */
export function createOperated({ redisIs = null, ...options }: OperatedOptions = {}) {
  const clock = createManualClock();
  const lines: LogLine[] = [];
  const log = pino(
    { level: 'info', timestamp: () => `,"time":${clock.now()}` },
    {
      write(text) {
        sawOutput('log', text);
        const line: LogLine = JSON.parse(text);
        lines.push(line);
      },
    },
  );
  const way = redisIs === null ? null : createRedisWay({ clock, log });
  if (redisIs !== null) way?.become(redisIs);
  const files: FileStanding[] = [];
  const { telemetry, lately } = watchLately(clock, () => 0);
  const measured = createMeasured({
    ...options,
    telemetry: [telemetry],
    clock,
    log,
    files: () => files,
    ...(way && { budgetOf: way.budgetOf, redis: way.redis }),
  });
  const admin = createAdminPort({
    gateway: measured.gateway,
    clock,
    lately,
    files: () => files,
    madeUp: options.madeUp ?? false,
  });
  const scrapes: Scrape[] = [];

  async function scrape(): Promise<void> {
    const families = [...(await measured.families()).values()];
    const samples = families.flatMap((family) => family.samples);
    scrapes.push({ at: clock.now() / 1_000, samples });
  }

  return {
    ...measured,
    ...admin,
    log,
    lines,
    /** Which the metrics and the status tell of. */
    files,
    scrapes,
    redisBecomes: (state: RedisState) => way?.become(state),
    told: (msg: string) => lines.filter((line) => line.msg === msg),
    /** Lets time pass, in which each second something is done, and Prometheus asks as it does. */
    async live(seconds: number, eachSecond: (second: number) => void = () => {}): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        if (second % scrapeEveryS === 0) await scrape();
        eachSecond(second);
        await clock.advance(1_000);
      }
      await scrape();
    },
  };
}
