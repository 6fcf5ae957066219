// A bucket layout is a known name, or a list of bounds in seconds or with a unit. Layouts to compare may also be families
// such as linear(…), and native histograms.

import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { LAYOUT_EXAMPLES, parseLayout } from '../../core/histogram/parse-layout.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import { checked, either, leaf, listOf, mapping } from './building-blocks.ts'
import { name } from './values.ts'

export type BoundText = number | string

/** The bound in seconds; NaN where the value is not a bound. */
export function boundSeconds(bound: unknown): number {
  if (typeof bound === 'number') return bound
  return (typeof bound === 'string' ? parseDuration(bound) : undefined) ?? Number.NaN
}

const bound = leaf<BoundText>(
  'a bound above 0, in seconds (0.3) or with a unit (300ms)',
  (value) => boundSeconds(value) > 0 && Number.isFinite(boundSeconds(value)),
  {
    anyOf: [
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'string', pattern: '^[\\d.]+[a-zµμ]+' },
    ],
  },
)

const boundList = 'a list of upper bounds that ascend, such as [0.1, 0.3, 1]'

export const boundsSchema = checked(listOf(boundList, bound), (bounds) =>
  !Array.isArray(bounds)
    ? []
    : bounds.flatMap((value: unknown, i) =>
        i > 0 && boundSeconds(value) <= boundSeconds(bounds[i - 1])
          ? [{ path: [i], expected: 'bounds that ascend', got: `${value} after ${bounds[i - 1]}` }]
          : [],
      ),
)

const layoutNames = Object.keys(NAMED_LAYOUTS) as (keyof typeof NAMED_LAYOUTS)[]

const layoutName = leaf<keyof typeof NAMED_LAYOUTS>(
  expectedLayout(),
  (value) => layoutNames.some((known) => known === value),
  { enum: layoutNames },
  { known: layoutNames },
)

const namedBounds = mapping('a mapping of name and bounds', {
  name: name.describe('What reports call it.'),
  bounds: boundsSchema.describe('Upper bounds, ascending; +Inf is implied.'),
})

export const layoutSchema = either(expectedLayout(), [layoutName, boundsSchema, namedBounds])

const expectedLayoutText = `a bucket layout: ${LAYOUT_EXAMPLES.join('; ')}, or a mapping of name and bounds`

const layoutText = leaf<string>(
  expectedLayoutText,
  (value) => typeof value === 'string' && isLayoutText(value),
  { type: 'string', pattern: layoutTextPattern() },
  { known: [...Object.keys(NAMED_LAYOUTS), 'linear', 'exponential', 'slo', 'native'] },
)

const comparedLayout = either(expectedLayoutText, [layoutText, namedBounds])

/** Layouts to compare with one another. Their names differ. */
export const comparedLayoutsSchema = checked(
  listOf('a list of bucket layouts, such as [lab, prom-client, native(4)]', comparedLayout),
  (layouts) => {
    if (!Array.isArray(layouts)) return []
    const names = layouts.map((layout) => (typeof layout === 'string' ? layoutTextName(layout) : layout?.name))
    return names.flatMap((name, i) =>
      name !== undefined && names.indexOf(name) < i
        ? [{ path: [i], expected: 'a name that no other layout has', got: `${name} again` }]
        : [],
    )
  },
)

// An editor checks this pattern; the loader parses the text.
function layoutTextPattern(): string {
  const names = Object.keys(NAMED_LAYOUTS).join('|')
  return `^\\s*([\\w.-]+\\s*=\\s*)?(${names}|[\\d.].*|(linear|exponential|slo|native)\\s*\\(.*\\))\\s*$`
}

function isLayoutText(text: string): boolean {
  return layoutTextName(text) !== undefined
}

function layoutTextName(text: string): string | undefined {
  try {
    return parseLayout(text).name
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function expectedLayout(): string {
  return `one of ${Object.keys(NAMED_LAYOUTS).join(', ')}, or a list of bounds`
}
