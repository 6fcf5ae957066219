// Reads what of an Alertmanager's configuration decides when somebody is told: its routes, and which receivers have an
// integration. Everything else of the file is passed over. Source: Alertmanager docs, configuration; config/config.go.

import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import { type PlacedNode, RuleYaml } from '../alerting/yaml/rule-yaml.ts'
import { type CompiledMatcher, compileMatcher } from '../series/label-matcher.ts'
import type { LabelMatcher } from '../series/series.ts'
import { type NotificationRoute, UNGROUPED_ROUTE } from './notification-route.ts'
import { parseMatchers } from './parse-matcher.ts'

export interface AlertmanagerFile {
  readonly root: NotificationRoute
  /** How many inhibition rules there are, and routes with times at which they are mute or active: neither is simulated. */
  readonly inhibitRules: number
  readonly timedRoutes: number
}

const ROUTE_KEYS = [
  'receiver',
  'group_by',
  'group_wait',
  'group_interval',
  'repeat_interval',
  'match',
  'match_re',
  'matchers',
  'continue',
  'routes',
  'mute_time_intervals',
  'active_time_intervals',
] as const

/** @throws UserError with one line for each problem: file, line, path, what was expected, what was got */
export function readAlertmanagerFile(text: string, fileName: string): AlertmanagerFile {
  const yaml = new RuleYaml(text, fileName)
  const [root] = yaml.roots
  const keys = root ? yaml.mapping(root, null) : new Map<string, PlacedNode>()
  const route = keys.get('route')
  if (root && !route) yaml.report(root, 'expected an Alertmanager configuration with a route, got none')
  const reader = new RouteReader(yaml, receiversOf(yaml, keys.get('receivers')))
  const found = route ? reader.route(route, UNGROUPED_ROUTE, true) : UNGROUPED_ROUTE
  if (!root && yaml.problems.length === 0)
    yaml.problems.push(`${fileName}:1: expected an Alertmanager configuration, got an empty file`)
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  const inhibits = keys.get('inhibit_rules')
  return { root: found, inhibitRules: inhibits ? yaml.list(inhibits).length : 0, timedRoutes: reader.timedRoutes }
}

/** Whether each receiver has an integration, by name. */
function receiversOf(yaml: RuleYaml, place: PlacedNode | undefined): ReadonlyMap<string, boolean> {
  const receivers = new Map<string, boolean>()
  for (const each of place ? yaml.list(place) : []) {
    const keys = yaml.mapping(each, null)
    const name = keys.get('name')
    const integrations = [...keys].filter(([key]) => key.endsWith('_configs'))
    if (name)
      receivers.set(
        yaml.text(name),
        integrations.some(([, list]) => yaml.list(list).length > 0),
      )
  }
  return receivers
}

class RouteReader {
  readonly #yaml: RuleYaml
  readonly #receivers: ReadonlyMap<string, boolean>
  timedRoutes = 0

  constructor(yaml: RuleYaml, receivers: ReadonlyMap<string, boolean>) {
    this.#yaml = yaml
    this.#receivers = receivers
  }

  route(place: PlacedNode, parent: NotificationRoute, isRoot = false): NotificationRoute {
    const values = this.#yaml.mapping(place, ROUTE_KEYS)
    const seconds = (key: string, inherited: number) => this.#seconds(values.get(key), inherited)
    const receiver = this.#receiver(place, values.get('receiver'), isRoot ? null : parent)
    if (values.has('mute_time_intervals') || values.has('active_time_intervals')) this.timedRoutes++
    const own: NotificationRoute = {
      matchers: isRoot ? [] : this.#matchers(values),
      groupBy: this.#groupBy(values.get('group_by'), parent.groupBy),
      groupWaitSeconds: seconds('group_wait', parent.groupWaitSeconds),
      groupIntervalSeconds: seconds('group_interval', parent.groupIntervalSeconds),
      repeatIntervalSeconds: seconds('repeat_interval', parent.repeatIntervalSeconds),
      receiver,
      notifies: this.#receivers.get(receiver) ?? false,
      continues: values.has('continue') && this.#yaml.text(values.get('continue') as PlacedNode) === 'true',
      routes: [],
    }
    if (own.groupIntervalSeconds === 0) this.#yaml.report(place, 'expected a group_interval above 0, got 0')
    const children = values.get('routes')
    return { ...own, routes: (children ? this.#yaml.list(children) : []).map((child) => this.route(child, own)) }
  }

  #seconds(place: PlacedNode | undefined, inherited: number): number {
    return place ? this.#yaml.durationSeconds(place) : inherited
  }

  #receiver(route: PlacedNode, place: PlacedNode | undefined, parent: NotificationRoute | null): string {
    if (!place) {
      if (parent === null) this.#yaml.report(route, 'expected a receiver of the root route, got none')
      return parent?.receiver ?? ''
    }
    const name = this.#yaml.text(place)
    const known = [...this.#receivers.keys()]
    if (!known.includes(name))
      this.#yaml.report(place, `expected the name of a receiver of the file, got ${name}${didYouMean(name, known)}`)
    return name
  }

  #groupBy(place: PlacedNode | undefined, inherited: NotificationRoute['groupBy']): NotificationRoute['groupBy'] {
    if (!place) return inherited
    const labels = this.#yaml.list(place).map((label) => this.#yaml.text(label))
    return labels.includes('...') ? 'all' : labels
  }

  #matchers(values: ReadonlyMap<string, PlacedNode>): readonly CompiledMatcher[] {
    const pairs = (key: 'match' | 'match_re', operator: LabelMatcher['operator']) => {
      const place = values.get(key)
      return [...(place ? this.#yaml.mapping(place, null) : [])].map(([label, value]) => ({
        place: value,
        matchers: [{ label, operator, value: this.#yaml.text(value) }],
      }))
    }
    const place = values.get('matchers')
    const written = (place ? this.#yaml.list(place) : []).map((each) => {
      const text = this.#yaml.text(each)
      const matchers = parseMatchers(text)
      if (!matchers)
        this.#yaml.report(each, `expected a matcher such as severity="critical", got ${JSON.stringify(text)}`)
      return { place: each, matchers: matchers ?? [] }
    })
    const all = [...pairs('match', '='), ...pairs('match_re', '=~'), ...written]
    return all.flatMap(({ place: where, matchers }) => matchers.flatMap((matcher) => this.#compiled(where, matcher)))
  }

  #compiled(place: PlacedNode, matcher: LabelMatcher): readonly CompiledMatcher[] {
    try {
      return [compileMatcher(matcher)]
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.#yaml.report(place, `expected a pattern that can be read: ${error.message}`)
      return []
    }
  }
}
