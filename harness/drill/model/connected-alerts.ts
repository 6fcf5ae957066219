// Alerts that have to do with one another: those that read series of one family, themselves or through recording rules, and
// those that are connected through others. What reads nothing of another could as well be about another service.

import { familyOf } from './metric-kind.ts'
import type { AlertReads } from './rule-reads.ts'

interface Component {
  readonly families: ReadonlySet<string>
  readonly reads: readonly AlertReads[]
}

/** Each in one of them, in the order of their first alerts; and in each as they are given. */
export function connectedAlerts(reads: readonly AlertReads[]): readonly (readonly AlertReads[])[] {
  const components = reads.reduce<readonly Component[]>((found, each) => {
    const own = each.selectors.map(({ metric }) => familyOf(metric ?? ''))
    const isOwn = ({ families }: Component) => own.some((family) => families.has(family))
    const joined = found.filter(isOwn)
    const families = new Set([...own, ...joined.flatMap((component) => [...component.families])])
    return [
      ...found.filter((component) => !isOwn(component)),
      { families, reads: [...joined.flatMap((component) => component.reads), each] },
    ]
  }, [])
  const place = new Map(reads.map((each, i) => [each, i]))
  const placeOf = (each: AlertReads | undefined) => (each && place.get(each)) ?? 0
  return components
    .map((component) => [...component.reads].sort((a, b) => placeOf(a) - placeOf(b)))
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
}
