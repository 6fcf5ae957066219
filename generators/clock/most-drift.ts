/**
 * What two monotonic clocks gain on each other at most, in seconds a second: the kernel slews one by up to 500 parts in a
 * million to follow its time server, each of the two, and their crystals differ by some tens of parts.
 */
export const MOST_DRIFT = 0.0012
