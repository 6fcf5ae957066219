// `${NAME}` in a URL, a path, a header or a body is taken from the environment when a run starts, so that scenario files
// and reports hold no secrets. `$${` is a literal `${`; a `$` without a brace is nothing special.

import type { Environment } from '../environment.ts'
import { registerSecret } from '../secrets/secrets.ts'
import { UserError } from '../user-error.ts'

/** For the hover help of editors. */
export const FROM_ENVIRONMENT = `\`\${NAME}\` is taken from the environment.`

const ESCAPE = '$${'
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g

/** A text in parts: literal ones, and names of variables. */
export type TextPart = { readonly literal: string } | { readonly variable: string }

/** @returns undefined where a `${` is neither a reference nor escaped */
export function splitReferences(text: string): TextPart[] | undefined {
  const parts: TextPart[] = []
  let literal = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    literal += text.slice(end, match.index)
    end = match.index + match[0].length
    if (match[0] === ESCAPE) literal += '${'
    else if (match[1] === undefined) return undefined
    else {
      if (literal !== '') parts.push({ literal })
      parts.push({ variable: match[1] })
      literal = ''
    }
  }
  literal += text.slice(end)
  if (literal !== '') parts.push({ literal })
  return parts
}

/** The first `${…}` that is no reference: `${HOST:-x}`, `${A-B}`, or `${ID` where it is not closed. */
export function unsupportedReference(text: string): string | undefined {
  for (const match of text.matchAll(REFERENCE))
    if (match[0] === '${') return /^\$\{[^}\n]*\}?/.exec(text.slice(match.index))?.[0]
  return undefined
}

/** Whether a `${` stands in the text that is not escaped. */
export function mentionsReference(text: string): boolean {
  return splitReferences(text)?.some((part) => 'variable' in part) ?? true
}

export function hasReference(text: string): boolean {
  return splitReferences(text)?.some((part) => 'variable' in part) ?? false
}

/**
 * The text with each reference replaced by the variable's value, which is hidden from every output from then on.
 * @param place what the message names, such as `target.url`
 * @throws UserError where a variable is not set
 */
export function substituteReferences(text: string, environment: Environment, place: string): string {
  const parts = splitReferences(text)
  if (parts === undefined) throw new UserError(`${place}: expected \${NAME}, or $\${ for a literal \${`)
  return parts
    .map((part) => ('literal' in part ? part.literal : environmentValue(part.variable, environment, place)))
    .join('')
}

function environmentValue(variable: string, environment: Environment, place: string): string {
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined
  if (value === undefined)
    throw new UserError(`${place}: expected the environment variable ${variable} to be set, got nothing`)
  registerSecret(value, `\${${variable}}`)
  return value
}
