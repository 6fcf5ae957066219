// A timestamp that is written in milliseconds where seconds are expected is one all the same: of the year 55,840. Taken for
// that, scrapes lie hours apart, and no alert that looks back five minutes sees two of them.

/** Of the year 5138. What is said to be later is written in another unit. */
export const LATEST_MS = 1e14
