// What an Alertmanager's configuration says, as plain data, so that threads can be handed it: patterns are read anew on the other
// side.

import type { InhibitRule } from '../../prometheus/alertmanager/inhibit-rule.ts'
import type { NotificationRoute } from '../../prometheus/alertmanager/notification-route.ts'
import { type CompiledMatcher, compileMatcher } from '../../prometheus/series/label-matcher.ts'
import type { LabelMatcher } from '../../prometheus/series/series.ts'
import type { NotifyingRules } from './notify.ts'

export interface SentRules {
  readonly root: SentRoute
  readonly inhibitRules: readonly SentInhibitRule[]
}

interface SentRoute extends Omit<NotificationRoute, 'matchers' | 'routes'> {
  readonly matchers: readonly LabelMatcher[]
  readonly routes: readonly SentRoute[]
}

interface SentInhibitRule extends Omit<InhibitRule, 'source' | 'target'> {
  readonly source: readonly LabelMatcher[]
  readonly target: readonly LabelMatcher[]
}

export function sentRules({ root, inhibitRules }: NotifyingRules): SentRules {
  return {
    root: sentRoute(root),
    inhibitRules: inhibitRules.map(({ source, target, equal }) => ({
      source: sent(source),
      target: sent(target),
      equal,
    })),
  }
}

export function receivedRules({ root, inhibitRules }: SentRules): NotifyingRules {
  return {
    root: receivedRoute(root),
    inhibitRules: inhibitRules.map(({ source, target, equal }) => ({
      source: source.map(compileMatcher),
      target: target.map(compileMatcher),
      equal,
    })),
  }
}

function sentRoute(route: NotificationRoute): SentRoute {
  return { ...route, matchers: sent(route.matchers), routes: route.routes.map(sentRoute) }
}

function receivedRoute(route: SentRoute): NotificationRoute {
  return { ...route, matchers: route.matchers.map(compileMatcher), routes: route.routes.map(receivedRoute) }
}

function sent(matchers: readonly CompiledMatcher[]): readonly LabelMatcher[] {
  return matchers.map(({ label, operator, value }) => ({ label, operator, value }))
}
