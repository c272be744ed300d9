import type { Endpoint, Field, ObjectDeclaration } from '../endpoints/declare.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Row } from './simulate.ts';

/** Applies the faults that spoil rows, wherever the endpoint keeps them. */
export function distort(
  data: readonly Row[],
  endpoint: Endpoint,
  faults: ReadonlyMap<FaultKind, Fault>,
  draw: () => number,
): readonly Row[] {
  const { within } = endpoint;
  if (!within) return distortRows(data, endpoint, faults, draw);
  return data.map((outer) => {
    const inner = outer[within.list];
    const whole = Array.isArray(inner)
      ? { ...outer, [within.list]: distortRows(inner, endpoint, faults, draw) }
      : outer;
    return faults.has('malformed') ? malform(whole, within.object, [], draw) : whole;
  });
}

function distortRows(
  rows: readonly Row[],
  endpoint: Endpoint,
  faults: ReadonlyMap<FaultKind, Fault>,
  draw: () => number,
): readonly Row[] {
  const keyNames = Object.keys(endpoint.keys);
  let spoiled = [...rows];
  if (faults.has('missing-rows')) spoiled.splice(Math.floor(draw() * spoiled.length), 1);
  if (faults.has('reordered-rows')) spoiled.reverse();
  if (faults.has('malformed')) {
    spoiled = spoiled.map((row) => malform(row, endpoint.row, keyNames, draw));
  }
  const [model] = rows;
  if (faults.has('extra-rows') && model) spoiled.unshift(unasked(model, keyNames));
  return spoiled;
}

/** A copy of a row under a key that does not exist. */
function unasked(row: Row, keyNames: readonly string[]): Row {
  const name = keyNames.find((key) => row[key] !== undefined && row[key] !== '') ?? '';
  return { ...row, [name]: name === 'instId' ? 'UNASKED-USDT' : 'UNASKED' };
}

function malform(
  row: Row,
  object: ObjectDeclaration,
  spared: readonly string[],
  draw: () => number,
): Row {
  const candidates = Object.entries(object.fields).filter(
    ([name, field]) => name in row && field.kind !== 'list' && !spared.includes(name),
  );
  const chosen = candidates[Math.floor(draw() * candidates.length)];
  return chosen ? { ...row, [chosen[0]]: impossible[chosen[1].kind] } : row;
}

const impossible: Readonly<Record<Field['kind'], string | number>> = {
  text: 7,
  instrument: 7,
  currency: 7,
  decimal: '12.5.1',
  time: 'yesterday',
  level: 'high',
  flag: 'yes',
  code: 'no-such-code',
  codeList: 'read_only,no-such-code',
  list: '',
};
