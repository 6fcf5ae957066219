// When an Alertmanager would tell of alerts, in virtual time: group_wait, group_interval and repeat_interval of the route
// that takes them. Source: Alertmanager dispatch/dispatch.go (groups), notify/notify.go (DedupStage, when a flush is sent).
//
//   the first alert of a group opens it              → flushed group_wait later
//   then it is flushed every group_interval          → sent where an alert fires that the last message did not name, where
//                                                      one that it named is over, or where repeat_interval has passed
//   a group whose alerts are all over is taken away  → at the next round, which comes every 30 s; until then a new alert
//                                                      waits for the next flush of the old group
// Inhibition, silences and times at which a route is mute are not simulated, nor the way of a message.

import { groupKeyOf, type NotificationRoute, routesFor } from '../../prometheus/alertmanager/notification-route.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'
import type { Labels } from '../../prometheus/series/series.ts'

/** One firing of one label set. Seconds of the simulation. */
export interface Firing {
  readonly labels: Labels
  readonly fromSeconds: number
  /** Null where it fires to the end. */
  readonly toSeconds: number | null
}

const MAINTENANCE_SECONDS = 30

/** When each of the firings is first told of; null where it never is. In the order of the firings. */
export function notify(
  root: NotificationRoute,
  firings: readonly Firing[],
  untilSeconds: number,
): readonly (number | null)[] {
  const notified = new Map<Firing, number>()
  for (const { route, members } of groupsOf(root, firings))
    if (route.notifies)
      for (const [firing, atSeconds] of notifyGroup(route, members, untilSeconds))
        notified.set(firing, Math.min(atSeconds, notified.get(firing) ?? Number.POSITIVE_INFINITY))
  return firings.map((firing) => notified.get(firing) ?? null)
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

function notifyGroup(
  route: NotificationRoute,
  members: readonly Firing[],
  untilSeconds: number,
): ReadonlyMap<Firing, number> {
  const ordered = [...members].sort((a, b) => a.fromSeconds - b.fromSeconds)
  const notified = new Map<Firing, number>()
  let told: Told | null = null
  let next = 0
  while (next < ordered.length) {
    let flushSeconds = (ordered[next] as Firing).fromSeconds + route.groupWaitSeconds
    let inGroup: readonly Firing[] = []
    for (; flushSeconds <= untilSeconds; flushSeconds += route.groupIntervalSeconds) {
      const later = ordered.findIndex(({ fromSeconds }, i) => i >= next && fromSeconds > flushSeconds)
      const end = later < 0 ? ordered.length : later
      const state = stateAt([...inGroup, ...ordered.slice(next, end)], flushSeconds)
      next = end
      if (isSent(told, state, route, flushSeconds)) {
        told = { firing: state.firing, resolved: state.resolved, atSeconds: flushSeconds }
        for (const firing of state.active) if (!notified.has(firing)) notified.set(firing, flushSeconds)
      }
      inGroup = state.active
      const goneSeconds = (Math.floor(flushSeconds / MAINTENANCE_SECONDS) + 1) * MAINTENANCE_SECONDS
      const following = ordered[next]
      if (inGroup.length === 0 && (following === undefined || following.fromSeconds > goneSeconds)) break
    }
    if (flushSeconds > untilSeconds) break
  }
  return notified
}

interface GroupState {
  readonly active: readonly Firing[]
  readonly firing: ReadonlySet<string>
  readonly resolved: ReadonlySet<string>
}

/** An alert that fires anew is the same alert again. */
function stateAt(members: readonly Firing[], seconds: number): GroupState {
  const active = members.filter(({ toSeconds }) => toSeconds === null || toSeconds > seconds)
  const firing = new Set(active.map(({ labels }) => labelSignature(labels)))
  const over = members.filter((firing) => !active.includes(firing)).map(({ labels }) => labelSignature(labels))
  return { active, firing, resolved: new Set(over.filter((alert) => !firing.has(alert))) }
}

function isSent(
  told: Told | null,
  { firing, resolved }: GroupState,
  { repeatIntervalSeconds }: NotificationRoute,
  seconds: number,
): boolean {
  if (told === null) return firing.size > 0
  if (!isSubset(firing, told.firing)) return true
  if (firing.size === 0) return told.firing.size > 0
  return !isSubset(resolved, told.resolved) || told.atSeconds < seconds - repeatIntervalSeconds
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((each) => whole.has(each))
}
