// The pattern of the route that answered a request, with the patterns of the routers and applications that it is mounted
// in: `/tenants/:tenant/users/:id`.
//
// Express says the route's own pattern only, and of what it is mounted in the path as it was requested (`baseUrl`), which
// has no bound, and which is gone once an error has left the router. So the route is looked up once in the tree of routers,
// by what each mount matches of the requested path. Nothing in the tree is changed.

import type { IncomingMessage } from 'node:http'

export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string
  readonly route?: unknown
  readonly app?: unknown
}

/** @returns what tells the pattern of a request's route; undefined where none has matched (yet) */
export function expressRoutes(): (request: ExpressRequest) => string | undefined {
  const patterns = new WeakMap<object, string>()
  return (request) => {
    const { route } = request
    if (!isRoute(route)) return undefined
    const known = patterns.get(route)
    if (known !== undefined) return known
    const place = placeOf(route, request)
    const pattern = joined(place?.mounts ?? [], textOf(route.path))
    // A router that is mounted twice has two patterns for each of its routes: those are looked up each time.
    if (place?.isOnlyOne) patterns.set(route, pattern)
    return pattern
  }
}

interface Route {
  readonly path: unknown
}

interface Layer {
  readonly route?: unknown
  readonly handle?: unknown
  readonly params?: unknown
  readonly path?: unknown
  match(path: string): unknown
}

interface Place {
  readonly mounts: readonly string[]
  readonly isOnlyOne: boolean
}

function placeOf(route: Route, { app, originalUrl, url = '/' }: ExpressRequest): Place | undefined {
  const stack = stackOf(app)
  if (!stack) return undefined
  const above = mountsOf(app)
  const path = withoutSegments(pathOf(originalUrl ?? url), prefixOf(above).split('/').length - 1)
  const below = mountsTo(route, stack, path)
  return below && { mounts: [...above, ...below], isOnlyOne: placesOf(route, stack) === 1 }
}

/** Of an application that is mounted in another: Express keeps the patterns itself. */
function mountsOf(app: unknown): string[] {
  if (!isObject(app) || !('parent' in app) || !('mountpath' in app)) return []
  return [...mountsOf(app.parent), textOf(app.mountpath)]
}

function mountsTo(route: Route, stack: readonly Layer[], path: string): string[] | undefined {
  for (const layer of stack) {
    if (layer.route === route) return []
    const inner = isObject(layer.handle) ? layersIn(layer.handle) : undefined
    const mount = inner && matched(layer, path)
    if (!inner || !mount) continue
    const below = mountsTo(route, inner, path.slice(mount.path.length) || '/')
    if (below) return [mount.pattern, ...below]
  }
  return undefined
}

function placesOf(route: Route, stack: readonly Layer[]): number {
  return stack.reduce((places, layer) => {
    const inner = isObject(layer.handle) ? layersIn(layer.handle) : undefined
    return places + (layer.route === route ? 1 : 0) + (inner ? placesOf(route, inner) : 0)
  }, 0)
}

/** What a mount matches of the path. Newer routers return it; older ones, Express 4's too, leave it on the layer. */
function matched(layer: Layer, path: string): { readonly path: string; readonly pattern: string } | undefined {
  const match = attempt(() => layer.match(path))
  if (!match) return undefined
  const { path: taken, params } = isObject(match) ? Object.assign({ path: '', params: {} }, match) : layer
  if (typeof taken !== 'string') return undefined
  if (isObject(match) && 'pattern' in match && typeof match.pattern === 'string')
    return { path: taken, pattern: match.pattern }
  return { path: taken, pattern: withNames(taken, isObject(params) ? params : {}) }
}

/** A path that does not decode matches nothing. */
function attempt(match: () => unknown): unknown {
  try {
    return match()
  } catch {
    return undefined
  }
}

/** `/tenants/42` with the parameter tenant = 42 becomes `/tenants/:tenant`. */
function withNames(path: string, params: object): string {
  const left = new Map(Object.entries(params))
  const segments = path.split('/').map((segment) => {
    const name = [...left.keys()].find((key) => left.get(key) === attempt(() => decodeURIComponent(segment)))
    if (name === undefined) return segment
    left.delete(name)
    return `:${name}`
  })
  return segments.join('/')
}

/** A path's segments without the first so many. */
function withoutSegments(path: string, count: number): string {
  return `/${path
    .split('/')
    .slice(count + 1)
    .join('/')}`
}

function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
}

/** The root of a mounted router is called as what it is mounted at. */
function joined(mounts: readonly string[], path: string): string {
  const prefix = prefixOf(mounts)
  return path === '/' && prefix !== '' ? prefix : prefix + path
}

function prefixOf(mounts: readonly string[]): string {
  return mounts.map((mount) => mount.replace(/\/+$/, '')).join('')
}

/** A pattern is a string, a regular expression, or several of them. */
function textOf(path: unknown): string {
  return Array.isArray(path) ? path.map(String).join('|') : String(path)
}

/** Express 5 has `router`; in Express 4 reading it throws, and `_router` is there once it has a route. */
function stackOf(app: unknown): readonly Layer[] | undefined {
  if (typeof app !== 'function') return undefined
  const router: unknown = '_router' in app ? app._router : attempt(() => 'router' in app && app.router)
  return isObject(router) ? layersIn(router) : undefined
}

function layersIn(router: object): readonly Layer[] | undefined {
  return 'stack' in router && Array.isArray(router.stack) && router.stack.every(isLayer) ? router.stack : undefined
}

function isLayer(value: unknown): value is Layer {
  return isObject(value) && 'match' in value && typeof value.match === 'function'
}

function isRoute(value: unknown): value is Route {
  return isObject(value) && 'path' in value
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
