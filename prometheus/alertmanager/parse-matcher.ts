// A matcher of an Alertmanager's route as it is written: `severity = critical`, `team=~"web|api"`, `{a="b",c!="d"}`.
// Source: Alertmanager pkg/labels/parse.go, the classic form.

import type { LabelMatcher } from '../series/series.ts'

const MATCHER = /^\s*([a-zA-Z_:][\w:]*|"(?:[^"\\]|\\.)*")\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^"{},]*?)\s*(?:,|$)/

/** Undefined where the text is none. */
export function parseMatchers(text: string): readonly LabelMatcher[] | undefined {
  const trimmed = text.trim()
  const isBraced = trimmed.startsWith('{') && trimmed.endsWith('}')
  let rest = isBraced ? trimmed.slice(1, -1) : trimmed
  const matchers: LabelMatcher[] = []
  while (rest.trim() !== '') {
    const [whole, label, operator, value] = MATCHER.exec(rest) ?? []
    if (whole === undefined || label === undefined || value === undefined) return undefined
    matchers.push({ label: unquoted(label), operator: operator as LabelMatcher['operator'], value: unquoted(value) })
    rest = rest.slice(whole.length)
  }
  return matchers.length === 0 ? undefined : matchers
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  return text.slice(1, -1).replace(/\\(.)/g, (written, character: string) => ESCAPES[character] ?? written)
}
