// How long and when, in words.
// @ts-check

/** @param {number} ms */
export function inWords(ms) {
  const s = Math.max(0, Math.round(ms / 1_000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 48) return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
  return `${Math.floor(h / 24)} days`;
}

/**
 * `02:14:07 UTC`, with its day where that is not the present one.
 *
 * @param {string} date
 * @param {number} now in milliseconds since 1970
 */
export function clockOf(date, now) {
  const [day, time = ''] = date.split('T');
  const isToday = new Date(now).toISOString().startsWith(`${day}T`);
  return `${isToday ? '' : `${day} `}${time.slice(0, 8)} UTC`;
}

/** @param {number} count */
export const grouped = (count) => count.toLocaleString('en-US');
