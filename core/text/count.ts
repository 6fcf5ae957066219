// Numbers with a comma between thousands. Written out rather than left to toLocaleString, whose answer depends on how
// Node was built.

/** A whole number for people: `12,345`. */
export function formatCount(count: number): string {
  return groupDigits(count, 0)
}

/** So many digits after the point: `1,234.5`. */
export function groupDigits(value: number, fractionDigits: number): string {
  const [integer = '', fraction] = value.toFixed(fractionDigits).split('.')
  const withCommas = integer.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`
}
