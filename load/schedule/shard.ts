// One generator's part of a plan that several divide between them: item i belongs to the shard with index i modulo
// their number. The arrivals of all shards together are exactly those of a plan that is not divided.

export interface Shard {
  /** From 0. */
  readonly index: number
  /** How many shards there are. */
  readonly count: number
}

/** How many of `total` items belong to this shard. The sizes of all shards add up to the total. */
export function shardSize(total: number, { index, count }: Shard): number {
  return Math.max(0, Math.ceil((total - index) / count))
}

/** Which of all items is the nth of this shard. */
export function shardItem(nth: number, { index, count }: Shard): number {
  return index + nth * count
}
