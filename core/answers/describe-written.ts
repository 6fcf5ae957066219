const MOST_CHARACTERS = 60

/** A value of a scenario file as a report names it: JSON, shortened. */
export function describeWritten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
