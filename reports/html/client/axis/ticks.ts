// Where the ticks of an axis stand.

/** At most `count` round numbers from `least` to `most`. */
export function evenTicks(least: number, most: number, count: number): number[] {
  const raw = (most - least) / Math.max(1, count)
  const magnitude = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= raw) ?? 10) * magnitude
  const first = Math.ceil(least / step - 1e-9)
  const ticks: number[] = []
  for (let i = first; i * step <= most * (1 + 1e-9); i++) ticks.push(Number((i * step).toPrecision(12)))
  return ticks
}

const MANTISSAS = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]

/** 1, 2, 3, 5 and 7 of each decade, or fewer where these are more than `count`. */
export function decadeTicks(least: number, most: number, count: number): number[] {
  const within = (mantissas: readonly number[]) => {
    const ticks: number[] = []
    for (let exponent = Math.floor(Math.log10(least)); exponent <= Math.ceil(Math.log10(most)); exponent++)
      for (const mantissa of mantissas) {
        const tick = Number(`${mantissa}e${exponent}`)
        if (tick >= least && tick <= most) ticks.push(tick)
      }
    return ticks
  }
  const choices = MANTISSAS.map(within)
  return choices.find((ticks) => ticks.length <= count) ?? (choices.at(-1) as number[])
}

/** The ticks that stand at least `apart` CSS pixels apart; of two that are too close, the later one is kept. */
export function spacedTicks(ticks: readonly number[], positionOf: (tick: number) => number, apart: number): number[] {
  const kept: number[] = []
  for (const tick of [...ticks].reverse()) {
    const next = kept[0]
    if (next === undefined || positionOf(next) - positionOf(tick) >= apart) kept.unshift(tick)
  }
  return kept
}
