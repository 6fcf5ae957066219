// What a user expects of alerts in a drill, as it is written.
//
//   pages within 10m of outage               somebody is told so long after it begins, at most
//   fires within 10m of outage               the same of the alert's own state
//   pages for outage                         at any time while it is seen
//   never pages for deploy                   nobody is told, though it may fire
//   never fires for deploy
//   pages before 5% of the budget for outage
//   resolves within 30m of outage            after its end
//   never in a quiet month
//   at most 1 per 30d in a quiet month
//
// A name before it, or a label, says of which alerts: `CheckoutSlow: never in a quiet month`, `severity=page: …`. Without one
// it is about all alerts but those whose severity is `none` or `info`: one of them has to page, and none may where none should.

import { parseShare } from '../../core/scenario/parse-objective.ts'
import { DURATION_EXAMPLE, parseDuration } from '../../core/text/duration.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'

export interface DrillExpectation {
  /** As it was given. */
  readonly text: string
  readonly about:
    | { readonly kind: 'all' }
    | { readonly kind: 'alert'; readonly name: string }
    | { readonly kind: 'label'; readonly label: string; readonly value: string }
  readonly expected: Expected
}

export type Expected =
  | { readonly kind: 'pages' | 'fires' | 'resolves'; readonly incident: string; readonly withinSeconds: number | null }
  | { readonly kind: 'silent'; readonly of: 'pages' | 'fires'; readonly incident: string }
  | { readonly kind: 'before-budget'; readonly incident: string; readonly share: number }
  | { readonly kind: 'quiet'; readonly times: number; readonly perSeconds: number | null }

export const EXPECTATION_FORMS = [
  'pages within 10m of outage',
  'fires within 10m of outage',
  'pages for outage',
  'never pages for deploy',
  'never fires for deploy',
  'pages before 5% of the budget for outage',
  'resolves within 30m of outage',
  'never in a quiet month',
  'at most 1 per 30d in a quiet month',
] as const

const WORDS = ['pages', 'fires', 'never', 'resolves', 'at most']

/** @throws UserError where the text is no expectation */
export function parseDrillExpectation(text: string): DrillExpectation {
  const [, name = '', words = ''] = /^\s*(?:(.*):)?\s*([^:]*?)\s*$/s.exec(text) ?? []
  const expected = expectedOf(words.replace(/\s+/g, ' '))
  if (expected !== undefined) return { text: text.trim(), about: aboutOf(name.trim()), expected }
  throw new UserError(
    `--expect: expected one of "${EXPECTATION_FORMS.join('", "')}", each perhaps with the name of an alert and a colon before it, got ${JSON.stringify(text)}${hint(words)}`,
  )
}

/** What is wrong with it, where that is plain: its time, or its first word. */
function hint(words: string): string {
  const [, span] = / (?:within|at most \S+ per) (\S+) (?:of|in) /.exec(` ${words}`) ?? []
  if (span !== undefined && !parseDuration(span)) return `: expected ${DURATION_EXAMPLE}, got ${span}`
  const [first = ''] = words.split(' ')
  return WORDS.some((word) => word.split(' ')[0] === first) ? '' : didYouMean(first, WORDS)
}

function aboutOf(name: string): DrillExpectation['about'] {
  if (name === '') return { kind: 'all' }
  const [, label, value] = /^([a-zA-Z_]\w*)\s*=\s*"?(.+?)"?$/.exec(name) ?? []
  return label === undefined || value === undefined ? { kind: 'alert', name } : { kind: 'label', label, value }
}

function expectedOf(words: string): Expected | undefined {
  if (words === 'never in a quiet month') return { kind: 'quiet', times: 0, perSeconds: null }
  const [, times, span] = /^at most (\d{1,6}|once) per (\S+) in a quiet month$/.exec(words) ?? []
  if (times !== undefined && span !== undefined) {
    const perSeconds = parseDuration(span)
    return perSeconds === undefined || perSeconds === 0
      ? undefined
      : { kind: 'quiet', times: times === 'once' ? 1 : Number(times), perSeconds }
  }
  const [, verb, within, incident] = /^(pages|fires|resolves) within (\S+) of (\S+)$/.exec(words) ?? []
  if (verb !== undefined && within !== undefined && incident !== undefined) {
    const withinSeconds = parseDuration(within)
    return withinSeconds === undefined
      ? undefined
      : { kind: verb as 'pages' | 'fires' | 'resolves', incident, withinSeconds }
  }
  const [, any, of] = /^(pages|fires) for (\S+)$/.exec(words) ?? []
  if (any !== undefined && of !== undefined)
    return { kind: any as 'pages' | 'fires', incident: of, withinSeconds: null }
  const [, which, quietFor] = /^never (pages|fires) for (\S+)$/.exec(words) ?? []
  if (which !== undefined && quietFor !== undefined)
    return { kind: 'silent', of: which as 'pages' | 'fires', incident: quietFor }
  const [, percent, burning] = /^pages before (\S+) of the budget for (\S+)$/.exec(words) ?? []
  const share = percent === undefined ? undefined : parseShare(percent)
  return share === undefined || burning === undefined ? undefined : { kind: 'before-budget', incident: burning, share }
}
