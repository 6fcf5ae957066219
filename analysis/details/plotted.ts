/** A value for a chart: five digits are more than a screen can show. Null where there is none to draw. */
export function plotted(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null
}
