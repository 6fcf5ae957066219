// The routes of an Alertmanager as plain data, so that threads can be handed them: patterns are read anew on the other side.

import type { NotificationRoute } from '../../prometheus/alertmanager/notification-route.ts'
import { compileMatcher } from '../../prometheus/series/label-matcher.ts'
import type { LabelMatcher } from '../../prometheus/series/series.ts'

export interface SentRoute extends Omit<NotificationRoute, 'matchers' | 'routes'> {
  readonly matchers: readonly LabelMatcher[]
  readonly routes: readonly SentRoute[]
}

export function sentRoute(route: NotificationRoute): SentRoute {
  const matchers = route.matchers.map(({ label, operator, value }) => ({ label, operator, value }))
  return { ...route, matchers, routes: route.routes.map(sentRoute) }
}

export function receivedRoute(route: SentRoute): NotificationRoute {
  return { ...route, matchers: route.matchers.map(compileMatcher), routes: route.routes.map(receivedRoute) }
}
