/** A value for a chart, rounded to five digits, which is more than a screen can show. Null where it is not finite. */
export function plotted(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null
}
