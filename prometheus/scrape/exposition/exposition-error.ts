/** A line that is not in the format. One such line fails the whole scrape, as it does in Prometheus. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError'
  /** From 1. */
  readonly lineNumber: number
  /** The line as printed. */
  readonly line: string
  /** How many samples stood before it. */
  readonly samplesRead: number

  constructor(problem: string, lineNumber: number, line: string, samplesRead: number) {
    super(`line ${lineNumber}: ${problem}: ${JSON.stringify(shortened(line))}`)
    this.lineNumber = lineNumber
    this.line = line
    this.samplesRead = samplesRead
  }
}

function shortened(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
