// How an Alertmanager groups alerts and whom it tells: the tree of routes of its configuration, each with what it inherits.
// Source: Alertmanager docs, configuration, route; dispatch/route.go.

import { acceptsLabels, type CompiledMatcher } from '../series/label-matcher.ts'
import { signatureOf } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'

export interface NotificationRoute {
  /** None for the root, which takes every alert. */
  readonly matchers: readonly CompiledMatcher[]
  /** By which labels alerts share a notification; `all` for one notification each. */
  readonly groupBy: readonly string[] | 'all'
  readonly groupWaitSeconds: number
  readonly groupIntervalSeconds: number
  readonly repeatIntervalSeconds: number
  readonly receiver: string
  /** Of the receiver: one without tells nobody. */
  readonly integrations: readonly Integration[]
  /** Whether the routes after it are asked too. */
  readonly continues: boolean
  /** Whether it is mute or active at times of its own, which are not simulated. Its routes do not inherit them. */
  readonly isTimed: boolean
  readonly routes: readonly NotificationRoute[]
}

/** A way in which a receiver is told. */
export interface Integration {
  /** Whether it is told of alerts that are over, too. */
  readonly sendsResolved: boolean
}

/** Alertmanager's own timings and the grouping of its example configuration, with a receiver that is told of everything. */
export const DEFAULT_ROUTE: NotificationRoute = {
  matchers: [],
  groupBy: ['alertname'],
  groupWaitSeconds: 30,
  groupIntervalSeconds: 300,
  repeatIntervalSeconds: 14_400,
  receiver: 'default',
  integrations: [{ sendsResolved: true }],
  continues: false,
  isTimed: false,
  routes: [],
}

/** The routes that take an alert: the deepest that match, of each way that is followed. */
export function routesFor(route: NotificationRoute, labels: Labels): readonly NotificationRoute[] {
  if (!acceptsLabels(route.matchers, labels, true)) return []
  const taken: NotificationRoute[] = []
  for (const child of route.routes) {
    const found = routesFor(child, labels)
    taken.push(...found)
    if (found.length > 0 && !child.continues) break
  }
  return taken.length > 0 ? taken : [route]
}

/** Equal for alerts that share a notification of the route. */
export function groupKeyOf({ groupBy }: NotificationRoute, labels: Labels): string {
  return groupBy === 'all' ? signatureOf(labels, Object.keys(labels).sort()) : signatureOf(labels, groupBy)
}

/** How many routes a tree has, its root included. */
export function countRoutes({ routes }: NotificationRoute): number {
  return routes.reduce((sum, route) => sum + countRoutes(route), 1)
}

/** What a root route has that says nothing. */
export const UNGROUPED_ROUTE: NotificationRoute = { ...DEFAULT_ROUTE, groupBy: [] }
