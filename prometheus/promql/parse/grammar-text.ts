// What Prometheus knows and the grammar that is parsed with does not, put in its words with every position as it was.
// Strings, comments and names are passed over.

const TOKENS =
  /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?|#[^\n]*|(holt_winters)(?=\s*\()|[A-Za-z_:][\w:]*|(?<![\w.])(\d+)\.(?!\d)([eE][+-]?\d+)?/gs

/**
 * `2.` and `2.e3` are `2 ` and `2e3 `. The name of a function that 3.0 has renamed is that of one as long: whoever reads
 * the call takes its name from the text as written.
 */
export function asGrammarHasIt(expression: string): string {
  return expression.replace(TOKENS, (token, renamed?: string, digits?: string, exponent?: string) => {
    if (renamed !== undefined) return 'day_of_month'
    return digits === undefined ? token : `${digits}${exponent ?? ''} `
  })
}
