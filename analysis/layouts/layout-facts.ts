import { type HistogramLayout, isNativeLayout } from '../../core/histogram/native-layout.ts'

/** What a comparison says of a layout, whatever was observed in it. */
export function layoutFacts(layout: HistogramLayout) {
  const native = isNativeLayout(layout)
  return {
    name: layout.name,
    kind: native ? ('native' as const) : ('classic' as const),
    schema: native ? layout.schema : null,
    bounds: native ? null : layout.upperBounds,
    series: native ? 1 : layout.upperBounds.length + 3,
  }
}
