// Texts in quotes that go on over lines which are indented as little as their key. YAML wants them indented further; the
// parser of Prometheus (go-yaml) does not mind, and people write so:
//   description: "Hot-reload failed.
//   Check the logs."

/** The same lines with those that continue a text in quotes indented further: every line keeps its number. */
export function indentQuoted(text: string): string {
  let quote = ''
  let indent = ''
  return text
    .split('\n')
    .map((line) => {
      const isContinued = quote !== ''
      if (isContinued) quote = afterQuoted(line, quote)
      else {
        const opened = /^( *(?:- +)*)(?:"[^"]*"|'[^']*'|[^\s"'#][^"'#]*?): +(["'])(.*)$/.exec(line)
        indent = ' '.repeat((opened?.[1]?.length ?? 0) + 1)
        quote = opened?.[2] === undefined ? '' : afterQuoted(opened[3] ?? '', opened[2])
      }
      return isContinued && !line.startsWith(indent) && line.trim() !== '' ? indent + line.trimStart() : line
    })
    .join('\n')
}

/** The quote, where the text goes on after the line; empty where it ends in it. */
function afterQuoted(rest: string, quote: string): string {
  const inner = quote === '"' ? rest.replace(/\\./g, '') : rest.replaceAll("''", '')
  return inner.includes(quote) ? '' : quote
}
