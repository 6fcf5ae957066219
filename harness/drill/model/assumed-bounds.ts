// The bounds of a histogram of which nothing is known but what its rules compare it with: no quantile is above the highest
// bound, and none of a first bucket says where in it requests lie. Seconds.

/** Bounds such as people choose: 1, 2.5 and 5 of every power of ten. */
const STEPS = [1, 2.5, 5]
const [LOWEST_POWER, HIGHEST_POWER] = [-9, 9]
const LADDER = Array.from({ length: HIGHEST_POWER - LOWEST_POWER }, (_, i) => i + LOWEST_POWER).flatMap((power) =>
  STEPS.map((step) => Number(`${step}e${power}`)),
)

/** From a tenth of a limit on a healthy service is told from a slow one. */
const BELOW_LIMIT = 10
/** As far above a limit quantiles are told. */
const ABOVE_LIMIT = 2

/**
 * The usual ones, and further ones of their kind where limits lie beyond them.
 * @param usual ascending, at least one
 * @param limits above 0
 */
export function assumedBounds(usual: readonly number[], limits: readonly number[]): readonly number[] {
  const [first, last] = [usual[0] as number, usual[usual.length - 1] as number]
  const lowest = Math.min(...limits) / BELOW_LIMIT
  const highest = Math.max(...limits) * ABOVE_LIMIT
  // The nearest that are not inside of what is asked for.
  const from = LADDER.findLast((bound) => bound <= lowest) ?? first
  const to = LADDER.find((bound) => bound >= highest) ?? last
  return [
    ...LADDER.filter((bound) => bound < first && bound >= from),
    ...usual,
    ...LADDER.filter((bound) => bound > last && bound <= to),
  ]
}
