// A text of a load plan in which values of the run have their places: `${users.email}`. Unlike in a scenario file every
// literal `$` is doubled in it, so that no value of a variable, whatever it holds and whatever follows it, can be taken for
// a reference or for the escape of one.

/** A value of the run: `${users.email}` is `email` of the source `users`. */
export interface RunReference {
  readonly source: string
  readonly name: string
}

/** Its literal parts have each `$` twice. */
export type VaryingText = string

const REFERENCE_OR_DOLLAR = /\$\$|\$\{([^.{}]+)\.([^{}]+)\}/g

export function joinVarying(parts: readonly (string | RunReference)[]): VaryingText {
  return parts
    .map((part) => (typeof part === 'string' ? part.replaceAll('$', () => '$$') : shownReference(part)))
    .join('')
}

/** In its order, and no two literal parts beside one another. */
export function splitVarying(text: VaryingText): (string | RunReference)[] {
  const parts: (string | RunReference)[] = []
  let literal = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE_OR_DOLLAR)) {
    literal += text.slice(end, match.index)
    end = match.index + match[0].length
    const [, source, name] = match
    if (source === undefined || name === undefined) literal += '$'
    else {
      if (literal !== '') parts.push(literal)
      parts.push({ source, name })
      literal = ''
    }
  }
  literal += text.slice(end)
  if (literal !== '') parts.push(literal)
  return parts
}

/** As it is written in a scenario. */
export function shownReference({ source, name }: RunReference): string {
  return `\${${source}.${name}}`
}
