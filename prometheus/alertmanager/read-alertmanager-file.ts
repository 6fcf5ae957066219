// Reads what of an Alertmanager's configuration decides when somebody is told: its routes, which alerts hold others back, and
// the integrations of its receivers. Everything else of the file is passed over. Source: Alertmanager docs, configuration;
// config/config.go, config/notifiers.go.

import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import { type PlacedNode, RuleYaml } from '../alerting/yaml/rule-yaml.ts'
import type { InhibitRule } from './inhibit-rule.ts'
import { matchersOf } from './matchers-of.ts'
import { type Integration, type NotificationRoute, UNGROUPED_ROUTE } from './notification-route.ts'

export interface AlertmanagerFile {
  readonly root: NotificationRoute
  readonly inhibitRules: readonly InhibitRule[]
  /** How many routes have times at which they are mute or active, which are not simulated. */
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
  const yaml = new RuleYaml(text, fileName, 'overwrites')
  const [root] = yaml.roots
  const keys = root ? yaml.mapping(root, null) : new Map<string, PlacedNode>()
  const route = keys.get('route')
  if (root && !route) yaml.report(root, 'expected an Alertmanager configuration with a route, got none')
  const reader = new RouteReader(yaml, receiversOf(yaml, keys.get('receivers')))
  const found = route ? reader.route(route, UNGROUPED_ROUTE, true) : UNGROUPED_ROUTE
  if (!root && yaml.problems.length === 0)
    yaml.problems.push(`${fileName}:1: expected an Alertmanager configuration, got an empty file`)
  const inhibitRules = inhibitRulesOf(yaml, keys.get('inhibit_rules'))
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  return { root: found, inhibitRules, timedRoutes: reader.timedRoutes }
}

const INHIBIT_KEYS = [
  'source_match',
  'source_match_re',
  'source_matchers',
  'target_match',
  'target_match_re',
  'target_matchers',
  'equal',
] as const

function inhibitRulesOf(yaml: RuleYaml, place: PlacedNode | undefined): readonly InhibitRule[] {
  return (place ? yaml.list(place) : []).map((each) => {
    const values = yaml.mapping(each, INHIBIT_KEYS)
    const equal = values.get('equal')
    return {
      source: matchersOf(yaml, values, 'source_'),
      target: matchersOf(yaml, values, 'target_'),
      equal: (equal ? yaml.list(equal) : []).map((label) => yaml.text(label)),
    }
  })
}

/** The integrations that are not told of alerts that are over, unless their configuration says so. */
const WITHOUT_RESOLVED = ['email_configs', 'slack_configs', 'wechat_configs', 'rocketchat_configs']

/** By name. */
function receiversOf(yaml: RuleYaml, place: PlacedNode | undefined): ReadonlyMap<string, readonly Integration[]> {
  const receivers = new Map<string, readonly Integration[]>()
  for (const each of place ? yaml.list(place) : []) {
    const keys = yaml.mapping(each, null)
    const name = keys.get('name')
    const integrations = [...keys].flatMap(([key, list]) =>
      key.endsWith('_configs') ? yaml.list(list).map((config) => integrationOf(yaml, key, config)) : [],
    )
    if (name) receivers.set(yaml.text(name), integrations)
  }
  return receivers
}

function integrationOf(yaml: RuleYaml, key: string, config: PlacedNode): Integration {
  const said = yaml.mapping(config, null).get('send_resolved')
  return { sendsResolved: said ? yaml.truth(said) : !WITHOUT_RESOLVED.includes(key) }
}

class RouteReader {
  readonly #yaml: RuleYaml
  readonly #receivers: ReadonlyMap<string, readonly Integration[]>
  timedRoutes = 0

  constructor(yaml: RuleYaml, receivers: ReadonlyMap<string, readonly Integration[]>) {
    this.#yaml = yaml
    this.#receivers = receivers
  }

  route(place: PlacedNode, parent: NotificationRoute, isRoot = false): NotificationRoute {
    const values = this.#given(place)
    const seconds = (key: string, inherited: number) => this.#seconds(values.get(key), inherited)
    const receiver = this.#receiver(place, values.get('receiver'), isRoot ? null : parent)
    const isTimed = values.has('mute_time_intervals') || values.has('active_time_intervals')
    if (isTimed) this.timedRoutes++
    const own: NotificationRoute = {
      matchers: matchersOf(this.#yaml, values, ''),
      groupBy: this.#groupBy(values.get('group_by'), parent.groupBy),
      groupWaitSeconds: seconds('group_wait', parent.groupWaitSeconds),
      groupIntervalSeconds: seconds('group_interval', parent.groupIntervalSeconds),
      repeatIntervalSeconds: seconds('repeat_interval', parent.repeatIntervalSeconds),
      receiver,
      integrations: this.#receivers.get(receiver) ?? [],
      continues: this.#continues(values.get('continue')),
      isTimed,
      routes: [],
    }
    if (own.groupIntervalSeconds === 0) this.#yaml.report(place, 'expected a group_interval above 0, got 0')
    if (own.repeatIntervalSeconds === 0) this.#yaml.report(place, 'expected a repeat_interval above 0, got 0')
    if (isRoot) this.#checkRoot(place, own)
    const children = values.get('routes')
    return { ...own, routes: (children ? this.#yaml.list(children) : []).map((child) => this.route(child, own)) }
  }

  /** A key with null is as good as none: what it would say is inherited. */
  #given(place: PlacedNode): ReadonlyMap<string, PlacedNode> {
    return new Map([...this.#yaml.mapping(place, ROUTE_KEYS)].filter(([, value]) => !this.#yaml.isMissing(value)))
  }

  #continues(place: PlacedNode | undefined): boolean {
    return place !== undefined && this.#yaml.truth(place)
  }

  /** Alertmanager refuses a root that could pass an alert over, or hand it on to nobody. */
  #checkRoot(place: PlacedNode, { matchers, continues }: NotificationRoute): void {
    if (matchers.length > 0) this.#yaml.report(place, 'expected no matchers in the root route, which takes every alert')
    if (continues) this.#yaml.report(place, 'expected no continue in the root route: no other comes after it')
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
    if (labels.includes('...')) return 'all'
    return labels.length === 0 ? inherited : labels
  }
}
