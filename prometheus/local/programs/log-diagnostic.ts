// Warnings and errors in the log of a program of the Prometheus family: lines of key=value, texts quoted as Go quotes
// them. Source: go-kit/log and log/slog, logfmt.

const DIAGNOSTIC = /\blevel=(?:warn|error)/i
const QUOTED = /(?<= )(msg|err|error)=("(?:\\.|[^"\\])*"|\S+)/gi

/** The message and its error in plain words; undefined where the line is no warning and no error. */
export function diagnosticOf(line: string): string | undefined {
  if (!DIAGNOSTIC.test(line)) return undefined
  const texts = [...line.matchAll(QUOTED)].map(([, , text = '']) => unquoted(text))
  return texts.length === 0 ? line : texts.join(': ')
}

function unquoted(text: string): string {
  try {
    return text.startsWith('"') ? String(JSON.parse(text)) : text
  } catch {
    return text
  }
}
