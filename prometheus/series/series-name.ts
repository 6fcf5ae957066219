// How the names of metrics and labels are written. Prometheus 3 knows names of any characters; those beyond the old alphabet
// are quoted, the metric's inside of the braces: `{"http.server.duration", "http.route"="/"}`.

const METRIC = /^[a-zA-Z_:][\w:]*$/
const LABEL = /^[a-zA-Z_]\w*$/

export function isPlainMetricName(name: string): boolean {
  return METRIC.test(name)
}

export function isPlainLabelName(name: string): boolean {
  return LABEL.test(name)
}

const NAME_OF_LINE = /^(?:[\w:]+|\{\s*"((?:[^"\\]|\\.)*)"\s*[,}])/

/** The metric's name that a line of exposition text starts with; undefined where it starts with none. */
export function metricOfLine(line: string): string | undefined {
  const found = NAME_OF_LINE.exec(line)
  if (!found) return undefined
  const [whole, quoted] = found
  return quoted === undefined ? whole : quoted.replace(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
}
