// Texts as YAML has them on one line, and comments.

/** What can stand without quotes: no indicator, no blank at an end, and nothing that is read as something else. */
const PLAIN = /^[A-Za-z/](?:[\w ./<>()+=;?&%@~-]*[\w/)>=+~-])?$/
const OTHER_TYPES = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i

export function yamlText(text: string): string {
  return PLAIN.test(text) && !OTHER_TYPES.test(text) ? text : JSON.stringify(text)
}

/** For PromQL, whose own quotes are double: `'{route="/a"}'`. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** `{ accept: text/html, authorization: "Bearer ${TOKEN}" }`. */
export function flowMapping(entries: readonly (readonly [key: string, written: string])[]): string {
  return `{ ${entries.map(([key, written]) => `${flowText(key)}: ${written}`).join(', ')} }`
}

/** Within braces and brackets commas end a text. */
export function flowText(text: string): string {
  return /^[A-Za-z/][\w./-]*$/.test(text) && !OTHER_TYPES.test(text) ? text : JSON.stringify(text)
}

const WIDTH = 100

/** Wrapped at words, so that it is read without scrolling. */
export function commentLines(text: string, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > WIDTH - indent.length - 2) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => `${indent}# ${each}`)
}
