import { type Count, type Counts, windowMs } from './counts.ts';
import type { Lately } from './lately.ts';
import { grouped, named, type Problem } from './problems.ts';

/** Fewer are a matter of whoever sent them. */
const enough = 5;

/** Of refusals of one kind, so many reasons are told: those of most. */
const maxReasons = 3;

const lastMinutes = `in the last ${windowMs / 60_000} minutes`;

/** What clients, the exchange and the log have met in the last minutes, that somebody should look at. */
export function problemsLately(lately: Lately): readonly Problem[] {
  const { caller, connection, host, overload } = lately.refused;
  return [
    ...failingQueries(lately),
    ...refusals((times) => `${counted(times, 'request')} refused for overload`, overload),
    ...refusals((times) => `${counted(times, 'connection')} refused`, connection),
    ...refusals((times) => `${counted(times, 'request')} to another host refused`, host, enough),
    ...refusals(
      (times) => `${counted(times, 'request')} of unknown callers refused`,
      caller,
      enough,
    ),
    ...othersCall(lately.tooMany.present()),
    ...[...lately.malformed].flatMap(([endpoint, counts]) => unreadable(endpoint, counts)),
    ...lostLines(lately.lostLines),
  ];
}

function failingQueries({ operations, errors }: Lately): readonly Problem[] {
  const counts = new Map(operations.present());
  const failed = counts.get('with errors')?.times ?? 0;
  const all = failed + (counts.get('sound')?.times ?? 0);
  const [[code, { times }] = ['', { times: 0 }]] = errors.present();
  if (all < enough || failed <= all / 2) return [];
  const text = `${code}: ${grouped(times)} of ${grouped(all)} ${lastMinutes}, in whole or in part.`;
  return [problem('More than half of the queries fail', text, null)];
}

/** One for each reason. */
function refusals(
  headline: (times: number) => string,
  counts: Counts,
  atLeast = 1,
): readonly Problem[] {
  return counts
    .present()
    .filter(([, { times }]) => times >= atLeast)
    .slice(0, maxReasons)
    .map(([reason, { times, since }]) => problem(headline(times), ofLate(reason), since));
}

function othersCall(counts: readonly (readonly [string, Count])[]): readonly Problem[] {
  if (counts.length === 0) return [];
  const ids = named(counts.map(([id]) => id));
  const calls = counts.reduce((sum, [, { times }]) => sum + times, 0);
  const headline = `The exchange counts more calls of ${ids} than the gateway makes (50011)`;
  const text = `Another program uses the account, or a gateway that shares no limits with this one: ${counted(calls, 'call')} refused ${lastMinutes}.`;
  return [problem(headline, text, Math.min(...counts.map(([, { since }]) => since)))];
}

function unreadable(endpoint: string, counts: Counts): readonly Problem[] {
  const [most, ...others] = counts.present();
  if (!most) return [];
  const [reason, { since }] = most;
  const more = others.length > 0 ? ` And ${counted(others.length, 'more thing')}.` : '';
  return [problem(`Answers of ${endpoint} cannot be read`, `${ofLate(reason)}${more}`, since)];
}

function lostLines(counts: Counts): readonly Problem[] {
  return counts.present().map(([, { times, since }]) => {
    const text = ofLate('what reads the log is too slow or gone, or its disk is full');
    const verb = times === 1 ? 'was' : 'were';
    return problem(`${counted(times, 'line')} of the log ${verb} lost`, text, since);
  });
}

/** `1 call`, `2 calls` */
const counted = (count: number, what: string): string =>
  `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

const problem = (headline: string, text: string, since: number | null): Problem => ({
  stopsAll: false,
  headline,
  text,
  since,
});

/** Only what is the matter: what to do about it is said to whoever was refused. */
function ofLate(reason: string): string {
  const [first] = /^.*?\.(?= |$)/.exec(reason) ?? [`${reason}.`];
  return `${lastMinutes.replace('in', 'In')}: ${first}`;
}
