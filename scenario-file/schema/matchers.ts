// The syntax of `match`: a PromQL selector's matchers with their braces. Patterns are compiled where they are used, before a run.
// Source: prometheus promql/parser/generated_parser.y, label_matchers.

import { isMapping } from '../../core/file/mapping.ts'
import { mentionsReference } from '../../core/text/environment-references.ts'
import { leaf } from './building-blocks.ts'

const EXAMPLE = '{route="/predict"}'
const MATCHERS = `matchers in braces, such as ${EXAMPLE}`

const DOUBLE_QUOTED = String.raw`"(?:[^"\\\n]|\\.)*"`
const SINGLE_QUOTED = String.raw`'(?:[^'\\\n]|\\.)*'`
const BACK_QUOTED = '`[^`]*`'
const NAME = `(?:[A-Za-z_][A-Za-z0-9_]*|${DOUBLE_QUOTED})`
const VALUE = `(?:${DOUBLE_QUOTED}|${SINGLE_QUOTED}|${BACK_QUOTED})`
const MATCHER = new RegExp(String.raw`^\s*${NAME}\s*(?:=~|!~|!=|=)\s*${VALUE}\s*`)

export const matchers = leaf<string>(
  (got) => (typeof got === 'string' ? (matcherMistake(got) ?? MATCHERS) : matchersMeant(got)),
  (value) => typeof value === 'string' && matcherMistake(value) === undefined,
  { type: 'string', pattern: '^\\s*\\{[\\s\\S]*\\}\\s*$', examples: ['{route="/predict"}'] },
)

/** The phrase that completes `expected …` for wrong matchers; undefined where their syntax is right. */
function matcherMistake(text: string): string | undefined {
  const trimmed = text.trim()
  if (mentionsReference(text)) return `${MATCHERS}, without \${…}, which is not replaced here`
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) {
    const braced = `{${trimmed.replace(/^\{|\}$/g, '')}}`
    return mistakeInside(braced) === undefined ? `matchers in braces: ${braced}` : MATCHERS
  }
  return mistakeInside(trimmed)
}

function mistakeInside(braced: string): string | undefined {
  let rest = braced.slice(1, -1)
  while (rest.trim() !== '') {
    const matcher = MATCHER.exec(rest)
    if (matcher === null) return wrongMatcher(rest.trim())
    rest = rest.slice(matcher[0].length)
    if (rest !== '' && !rest.startsWith(',')) return `${MATCHERS}, with a comma before ${shown(rest)}`
    rest = rest.slice(1)
  }
  return undefined
}

function wrongMatcher(rest: string): string {
  const [, name, operator, value] = /^([A-Za-z_]\w*)\s*(==|=~|!~|!=|=|:)\s*["'`]?([^\s,"'`]+)/.exec(rest) ?? []
  if (name === undefined || value === undefined)
    return `${MATCHERS}, with a matcher such as route="/predict" at ${shown(rest)}`
  const meant = operator === '==' || operator === ':' ? '=' : operator
  return `${MATCHERS}, with its value in quotes: ${name}${meant}"${value}"`
}

/** `{ route: /predict }` as YAML reads it. */
function matchersMeant(got: unknown): string {
  if (!isMapping(got)) return MATCHERS
  const matchers = Object.entries(got).map(([name, value]) => {
    const joined = value === null ? name : `${name}="${String(value)}"`
    return joined.replaceAll('=""', '=')
  })
  return `matchers as text, in quotes of their own: '{${matchers.join(',')}}'`
}

function shown(rest: string): string {
  return rest.length > 30 ? `${rest.slice(0, 29)}…` : rest
}
