// A query of a dashboard with a value in place of each variable, so that it can be read as PromQL. What matters for the
// quantiles in it is kept: the names of metrics, and what is aggregated. Source: grafana docs, variable syntax.

/** `$name`, `${name}`, `${name:format}`, `[[name]]`. */
const VARIABLE = /\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]/g

/** Stands for a name that is not known. */
export const PLACEHOLDER = 'variable'

export interface FilledQuery {
  readonly text: string
  /** Whether a variable stands for the quantile, or for a number beside it. */
  readonly hasFilledNumbers: boolean
}

/** @param variables the current values of those that are a single text */
export function fillVariables(expression: string, variables: ReadonlyMap<string, string>): FilledQuery {
  let hasFilledNumbers = false
  const text = expression.replace(VARIABLE, (match, plain, braced, bracketed, index: number) => {
    const name = String(plain ?? braced ?? bracketed)
    const before = expression.slice(0, index)
    const after = expression.slice(index + match.length)
    if (isInString(before)) return PLACEHOLDER
    const known = variables.get(name)
    const place = placeOf(before, after)
    const filled = known !== undefined && FITS[place].test(known) ? known : fallback(name, place)
    if (place === 'number') hasFilledNumbers = true
    return filled
  })
  return { text, hasFilledNumbers }
}

type Place = 'duration' | 'label' | 'name' | 'number'

const FITS: Readonly<Record<Place, RegExp>> = {
  duration: /^(?:\d+(?:ms|[smhdwy]))+$/,
  label: /^\w+(?:\s*,\s*\w+)*$/,
  name: /^[\w:]+$/,
  number: /^[\d.]+$|^[A-Za-z_:][\w:]*$/,
}

function placeOf(before: string, after: string): Place {
  if (/(?:\[|\boffset\s*-?|\[[^\]]*:)\s*$/.test(before)) return 'duration'
  if (/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*$/i.test(before)) return 'label'
  return /[\w:]$/.test(before) || /^[\w:({]/.test(after) ? 'name' : 'number'
}

function fallback(name: string, place: Place): string {
  switch (place) {
    case 'duration':
      return '5m'
    case 'label':
    case 'name':
      return PLACEHOLDER
    case 'number':
      return /quantile|percentile/i.test(name) ? '0.95' : '1'
  }
}

/** Whether an odd number of quotes stands before. */
function isInString(before: string): boolean {
  let quote = ''
  for (let i = 0; i < before.length; i++) {
    const character = before.charAt(i)
    if (quote === '') quote = '"\'`'.includes(character) ? character : ''
    else if (character === '\\' && quote !== '`') i++
    else if (character === quote) quote = ''
  }
  return quote !== ''
}
