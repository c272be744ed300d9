/**
 * Where in the answer a value stands. Made for objects, lists and what is waited for, and for other values only when
 * they fail: most do not.
 */
export class Place {
  readonly parent: Place | null;
  /** Among the fields of the parent, or the items. */
  readonly index: number;
  /** As paths of errors tell it: the name of a field in the answer, or the index of an item. */
  readonly key: string | number;
  readonly nullable: boolean;
  /** Whether it is null because something below it failed that cannot be null. */
  nulled = false;

  constructor(parent: Place | null, index: number, key: string | number, nullable: boolean) {
    this.parent = parent;
    this.index = index;
    this.key = key;
    this.nullable = nullable;
  }

  /** Of the whole answer: `data`, which can be null. */
  static root(): Place {
    return new Place(null, 0, '', true);
  }
}

/** Makes null what fails with a place: the place itself or the nearest above it that can be null. */
export function nullWith(failed: Place): Place {
  let place = failed;
  while (!place.nullable && place.parent) place = place.parent;
  place.nulled = true;
  return place;
}

/** The places from the whole answer down to one, without the first. */
export function wayTo(end: Place): readonly Place[] {
  const way: Place[] = [];
  for (let place = end; place.parent; place = place.parent) way.push(place);
  return way.toReversed();
}
