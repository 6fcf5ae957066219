import { listed } from '../text/plural.ts'
import type { SlaFinding } from './report.ts'

/**
 * What an objective is about: `for checkout during baseline`, `implied, except during spike and for login`; null where the
 * scenario names it for all requests of all measured phases.
 */
export function objectivePlace({
  request,
  during,
  implied,
  except = [],
  exceptFor = [],
}: Pick<SlaFinding, 'request' | 'during' | 'implied' | 'except' | 'exceptFor'>): string | null {
  if (!implied) return inWords({ request, during })
  const others = [...except.map((phase) => ({ during: phase })), ...exceptFor].flatMap((each) => inWords(each) ?? [])
  return others.length === 0 ? 'implied' : `implied, except ${together(others)}`
}

function inWords({ request, during }: { readonly request?: string | undefined; readonly during: string | null }) {
  const words = [...(request === undefined ? [] : [`for ${request}`]), ...(during === null ? [] : [`during ${during}`])]
  return words.length === 0 ? null : words.join(' ')
}

/** `during spike and crowd`, `during spike and for login`: a preposition that all of them share is said once. */
function together(places: readonly string[]): string {
  const isAlone = (preposition: string) =>
    places.every((place) => place.startsWith(preposition) && !place.slice(1).includes(' during '))
  const shared = ['during ', 'for '].find(isAlone)
  if (shared === undefined) return listed(places)
  return shared + listed(places.map((place) => place.slice(shared.length)))
}
