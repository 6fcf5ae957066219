// When an Alertmanager would tell of alerts, in virtual time: group_wait, group_interval and repeat_interval of the route
// that takes them, and what other alerts hold back. Source: Alertmanager dispatch/dispatch.go (groups), notify/notify.go
// (MuteStage, DedupStage: when a flush is sent).
//
//   the first alert of a group opens it              → flushed group_wait later
//   then it is flushed every group_interval          → sent where an alert fires that the last message did not name, where
//                                                      one that it named is over, or where repeat_interval has passed
//   a receiver that is not told what is over         → knows such an alert for one that fires, until all of them are over
//   a group whose alerts are all over is taken away  → at the next round, which comes every 30 s; until then a new alert
//                                                      waits for the next flush of the old group
// Silences and times at which a route is mute are not simulated, nor the way of a message.

import { type InhibitRule, inhibits } from '../../prometheus/alertmanager/inhibit-rule.ts'
import {
  groupKeyOf,
  type Integration,
  type NotificationRoute,
  routesFor,
} from '../../prometheus/alertmanager/notification-route.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'
import type { Labels } from '../../prometheus/series/series.ts'

/** One firing of one label set. Seconds of the simulation. */
export interface Firing {
  readonly labels: Labels
  readonly fromSeconds: number
  /** Null where it fires to the end. */
  readonly toSeconds: number | null
}

export interface NotifyingRules {
  readonly root: NotificationRoute
  readonly inhibitRules: readonly InhibitRule[]
}

/** What a receiver is told at once. */
export interface Message {
  readonly route: NotificationRoute
  readonly integration: Integration
  readonly atSeconds: number
  readonly firing: readonly Firing[]
  /** Label sets that are over; none where the integration is not told of these. */
  readonly resolved: readonly Labels[]
}

const MAINTENANCE_SECONDS = 30

/** When each of the firings is first told of; null where it never is. In the order of the firings. */
export function notify(
  rules: NotifyingRules,
  firings: readonly Firing[],
  untilSeconds: number,
): readonly (number | null)[] {
  const notified = new Map<Firing, number>()
  for (const { firing, atSeconds } of messages(rules, firings, untilSeconds))
    for (const each of firing) notified.set(each, Math.min(atSeconds, notified.get(each) ?? Number.POSITIVE_INFINITY))
  return firings.map((firing) => notified.get(firing) ?? null)
}

/** Group by group; those of a group by integration, and then in their order. */
export function messages(
  { root, inhibitRules }: NotifyingRules,
  firings: readonly Firing[],
  untilSeconds: number,
): readonly Message[] {
  const isInhibited = inhibition(inhibitRules, firings)
  return groupsOf(root, firings).flatMap(({ route, members }) =>
    distinct(route.integrations).flatMap((integration) =>
      messagesOfGroup({ route, integration, isInhibited, untilSeconds }, members),
    ),
  )
}

/** Two that are told of the same are told at the same instants. */
function distinct(integrations: readonly Integration[]): readonly Integration[] {
  return [...new Map(integrations.map((each) => [each.sendsResolved, each])).values()]
}

type InhibitedAt = (alert: Labels, seconds: number) => boolean

function inhibition(rules: readonly InhibitRule[], firings: readonly Firing[]): InhibitedAt {
  if (rules.length === 0) return () => false
  const known = new Map<string, readonly Firing[]>()
  return (alert, seconds) => {
    const signature = labelSignature(alert)
    const sources =
      known.get(signature) ?? firings.filter(({ labels }) => rules.some((rule) => inhibits(rule, labels, alert)))
    known.set(signature, sources)
    return sources.some((source) => source.fromSeconds <= seconds && isFiringAt(source, seconds))
  }
}

interface Group {
  readonly route: NotificationRoute
  readonly members: Firing[]
}

function groupsOf(root: NotificationRoute, firings: readonly Firing[]): readonly Group[] {
  const groups = new Map<NotificationRoute, Map<string, Group>>()
  for (const firing of firings)
    for (const route of routesFor(root, firing.labels)) {
      const ofRoute = groups.get(route) ?? new Map<string, Group>()
      groups.set(route, ofRoute)
      const key = groupKeyOf(route, firing.labels)
      const group = ofRoute.get(key) ?? { route, members: [] }
      ofRoute.set(key, group)
      group.members.push(firing)
    }
  return [...groups.values()].flatMap((ofRoute) => [...ofRoute.values()])
}

/** What the last message named, and when it was sent. */
interface Told {
  readonly firing: ReadonlySet<string>
  readonly resolved: ReadonlySet<string>
  readonly atSeconds: number
}

interface GroupTelling {
  readonly route: NotificationRoute
  readonly integration: Integration
  readonly isInhibited: InhibitedAt
  readonly untilSeconds: number
}

function messagesOfGroup(
  { route, integration, isInhibited, untilSeconds }: GroupTelling,
  members: readonly Firing[],
): readonly Message[] {
  const ordered = [...members].sort((a, b) => a.fromSeconds - b.fromSeconds)
  const sent: Message[] = []
  let told: Told | null = null
  let next = 0
  while (next < ordered.length) {
    let flushSeconds = (ordered[next] as Firing).fromSeconds + route.groupWaitSeconds
    let inGroup: readonly Firing[] = []
    for (; flushSeconds <= untilSeconds; flushSeconds += route.groupIntervalSeconds) {
      const later = ordered.findIndex(({ fromSeconds }, i) => i >= next && fromSeconds > flushSeconds)
      const end = later < 0 ? ordered.length : later
      const all = [...inGroup, ...ordered.slice(next, end)]
      next = end
      const state = stateAt(
        all.filter(({ labels }) => !isInhibited(labels, flushSeconds)),
        flushSeconds,
      )
      if (isSent(told, state, { route, integration }, flushSeconds)) {
        told = {
          firing: new Set(state.firing.keys()),
          resolved: new Set(state.resolved.keys()),
          atSeconds: flushSeconds,
        }
        const resolved = integration.sendsResolved ? [...state.resolved.values()] : []
        const firing = [...state.firing.values()].flat()
        if (firing.length + resolved.length > 0)
          sent.push({ route, integration, atSeconds: flushSeconds, firing, resolved })
      }
      inGroup = all.filter((firing) => isFiringAt(firing, flushSeconds))
      const goneSeconds = (Math.floor(flushSeconds / MAINTENANCE_SECONDS) + 1) * MAINTENANCE_SECONDS
      const following = ordered[next]
      if (inGroup.length === 0 && (following === undefined || following.fromSeconds > goneSeconds)) break
    }
    if (flushSeconds > untilSeconds) break
  }
  return sent
}

/** By the signature of their labels. */
interface GroupState {
  readonly firing: ReadonlyMap<string, readonly Firing[]>
  readonly resolved: ReadonlyMap<string, Labels>
}

/** An alert that fires anew is the same alert again. */
function stateAt(members: readonly Firing[], seconds: number): GroupState {
  const firing = new Map<string, Firing[]>()
  const resolved = new Map<string, Labels>()
  for (const each of members) {
    const signature = labelSignature(each.labels)
    if (isFiringAt(each, seconds)) firing.set(signature, [...(firing.get(signature) ?? []), each])
    else resolved.set(signature, each.labels)
  }
  for (const signature of firing.keys()) resolved.delete(signature)
  return { firing, resolved }
}

/** Of one that has begun. */
function isFiringAt({ toSeconds }: Firing, seconds: number): boolean {
  return toSeconds === null || toSeconds > seconds
}

function isSent(
  told: Told | null,
  { firing, resolved }: GroupState,
  { route, integration }: Pick<GroupTelling, 'route' | 'integration'>,
  seconds: number,
): boolean {
  // All that is in the group is held back.
  if (firing.size + resolved.size === 0) return false
  if (told === null) return firing.size > 0
  if (!isSubset(firing, told.firing)) return true
  if (firing.size === 0) return told.firing.size > 0
  if (integration.sendsResolved && !isSubset(resolved, told.resolved)) return true
  return told.atSeconds < seconds - route.repeatIntervalSeconds
}

function isSubset(part: ReadonlyMap<string, unknown>, whole: ReadonlySet<string>): boolean {
  return [...part.keys()].every((each) => whole.has(each))
}
