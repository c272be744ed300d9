/**
 * Bounds what an `LRUCache` holds. With its `max` it would take the room for all of it at once, which for each endpoint of
 * 10,000 accounts is more than a gigabyte.
 */
export const atMost = (entries: number) => ({ maxSize: entries, sizeCalculation: () => 1 });
