// `${NAME}` in a URL, a path, a header or a body is taken from the environment when a run starts, so that scenario files
// and reports hold no secrets. With a dot, `${users.email}`, it is a value of the run, which may differ from one request to
// the next. `$${` is a literal `${`; a `$` without a brace is nothing special.

import type { Environment } from '../environment.ts'
import { joinVarying, type RunReference, shownReference, type VaryingText } from '../references/varying-text.ts'
import { registerSecret } from '../secrets/secrets.ts'
import { UserError } from '../user-error.ts'

/** For the hover help of editors. */
export const FROM_ENVIRONMENT = `\`\${NAME}\` is taken from the environment.`
export const FROM_RUN = `\`\${NAME}\` is taken from the environment, \`\${users.email}\` from a data set or \`values\`.`

const ESCAPE = '$${'
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{([A-Za-z_][A-Za-z0-9_-]*)\.([^{}\r\n]+)\}|\$\{/g

/** A text in parts: literal ones, names of variables, and values of the run. */
export type TextPart = { readonly literal: string } | { readonly variable: string } | { readonly value: RunReference }

/** @returns undefined where a `${` is neither a reference nor escaped */
export function splitReferences(text: string): TextPart[] | undefined {
  const parts: TextPart[] = []
  let literal = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    literal += text.slice(end, match.index)
    end = match.index + match[0].length
    if (match[0] === ESCAPE) {
      literal += '${'
      continue
    }
    const [, variable, source, name] = match
    if (literal !== '') parts.push({ literal })
    literal = ''
    if (variable !== undefined) parts.push({ variable })
    else if (source !== undefined && name !== undefined) parts.push({ value: { source, name } })
    else return undefined
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
  return splitReferences(text)?.some((part) => !('literal' in part)) ?? true
}

/** Whether it refers to a variable of the environment. */
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
    .map((part) => {
      if ('literal' in part) return part.literal
      if ('variable' in part) return environmentValue(part.variable, environment, place)
      throw new UserError(`${place}: expected a variable of the environment, got ${shownReference(part.value)}`)
    })
    .join('')
}

/**
 * The same of a text that may hold values of the run, which stay references: see varying-text.ts.
 * @throws UserError where a variable is not set
 */
export function substituteVariables(text: string, environment: Environment, place: string): VaryingText {
  const parts = splitReferences(text)
  if (parts === undefined) throw new UserError(`${place}: expected \${NAME}, or $\${ for a literal \${`)
  return joinVarying(
    parts.map((part) => {
      if ('value' in part) return part.value
      return 'literal' in part ? part.literal : environmentValue(part.variable, environment, place)
    }),
  )
}

/** The values of the run that a text refers to, in its order. */
export function runReferencesIn(text: string): RunReference[] {
  return (splitReferences(text) ?? []).flatMap((part) => ('value' in part ? [part.value] : []))
}

function environmentValue(variable: string, environment: Environment, place: string): string {
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined
  if (value === undefined)
    throw new UserError(`${place}: expected the environment variable ${variable} to be set, got nothing`)
  registerSecret(value, `\${${variable}}`)
  return value
}
