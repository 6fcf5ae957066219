// The colours of the style sheet for use on a canvas. They change with the theme, so each drawing reads them anew.

const NAMES = [
  'ink',
  'muted',
  'line',
  'grid',
  'surface',
  'shade',
  'exact',
  'exact-soft',
  'estimate',
  'slot',
  'service',
  'server',
  'answered',
  'offered',
  'achieved',
  'achieved-soft',
  'errors',
  'errors-soft',
  'timeouts',
  'timeouts-soft',
  'pending',
  'pending-ink',
  'firing',
  'firing-ink',
  'quiet',
  'pass',
  'pass-soft',
  'fail',
  'fail-soft',
  'inconclusive',
  'bucket',
  'bucket-line',
  'part',
  'run0',
  'run1',
  'run2',
  'run3',
  'run4',
  'run5',
] as const

export type ColorName = (typeof NAMES)[number]
export type Palette = Readonly<Record<ColorName, string>>

export function readPalette(): Palette {
  const probe = document.createElement('span')
  // All at once, so that the browser computes styles only once.
  const swatches = NAMES.map((name) => {
    const swatch = document.createElement('i')
    swatch.style.color = `var(--${name})`
    probe.append(swatch)
    return [name, swatch] as const
  })
  document.body.append(probe)
  const palette = swatches.map(([name, swatch]) => [name, getComputedStyle(swatch).color])
  probe.remove()
  return Object.fromEntries(palette) as Palette
}

/** The font of the page at a size in CSS pixels, for uPlot's axes. */
export function pageFont(pixels: number, weight = 400): string {
  return `${weight} ${pixels}px ${getComputedStyle(document.body).fontFamily}`
}
