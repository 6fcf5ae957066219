// Reads the JSON of a Grafana dashboard, as exported, as the API returns it, and as resources hold it: panels in rows and
// outside of them, old ones with rows of their own, library panels, and the elements of the second schema.
// Source: grafana docs, dashboard JSON model; kinds dashboard.grafana.app v1 and v2.

import { listIn, type Mapping, mappingIn } from '../../core/file/mapping.ts'
import type { Dashboard, DashboardPanel, DashboardQuery } from './dashboard.ts'

/** @param value of the file, parsed: something that `fileKind` calls a dashboard */
export function readDashboard(value: unknown): Dashboard {
  const model = modelOf(value)
  const libraries = libraryModels(model)
  return {
    title: textOf(model.title) ?? 'a dashboard without a title',
    panels: [
      ...listOf(model.panels).flatMap((panel) => panelsIn(panel, [], libraries)),
      ...listOf(model.rows).flatMap((row) => panelsIn({ ...row, type: 'row' }, [], libraries)),
      ...elementsOf(model.elements),
    ],
    variables: variablesOf(model),
  }
}

function modelOf(value: unknown): Mapping {
  const file = mappingIn(value)
  const { spec } = file
  const written = textOf(mappingIn(spec).json)
  if (written !== undefined) return parsedJson(written)
  if (file.dashboard !== undefined) return mappingIn(file.dashboard)
  return spec === undefined ? file : mappingIn(spec)
}

function parsedJson(text: string): Mapping {
  try {
    return mappingIn(JSON.parse(text))
  } catch {
    return {}
  }
}

/** A row holds its panels where it is collapsed; otherwise they follow it. */
function panelsIn(panel: Mapping, rows: readonly string[], libraries: ReadonlyMap<string, Mapping>): DashboardPanel[] {
  const title = textOf(panel.title) ?? ''
  const inner = listOf(panel.panels)
  if (panel.type === 'row' || inner.length > 0)
    return inner.flatMap((one) => panelsIn(one, title === '' ? rows : [...rows, title], libraries))
  const library = mappingIn(panel.libraryPanel)
  const name = textOf(library.name) ?? textOf(library.uid)
  const model = libraries.get(textOf(library.uid) ?? '') ?? (library.model ? mappingIn(library.model) : undefined)
  const shown = model ?? panel
  return [
    {
      title: [...rows, title || textOf(shown.title) || 'a panel without a title'].join(' › '),
      queries: queriesOf(listOf(shown.targets)),
      unit: unitOf(shown),
      thresholds: thresholdsOf(shown),
      library: name !== undefined && model === undefined && shown.targets === undefined ? name : null,
    },
  ]
}

/** An export that is meant for other servers brings its library panels along. */
function libraryModels({ __elements: elements }: Mapping): ReadonlyMap<string, Mapping> {
  const all = Array.isArray(elements) ? listOf(elements) : Object.values(mappingIn(elements)).map(mappingIn)
  return new Map(all.flatMap(({ uid, model }) => (typeof uid === 'string' ? [[uid, mappingIn(model)] as const] : [])))
}

/** Queries of other data sources have no `expr`. */
function queriesOf(targets: readonly Mapping[]): DashboardQuery[] {
  return targets.flatMap((target, i) => {
    const expression = textOf(target.expr)
    if (expression === undefined || expression.trim() === '') return []
    return [{ name: textOf(target.refId) ?? String.fromCharCode(65 + i), expression }]
  })
}

function unitOf(panel: Mapping): string | null {
  const { unit } = mappingIn(mappingIn(panel.fieldConfig).defaults)
  const [axis] = listOf(panel.yaxes)
  return textOf(unit) ?? textOf(axis?.format) ?? textOf(panel.format) ?? null
}

function thresholdsOf(panel: Mapping): number[] {
  const defaults = mappingIn(mappingIn(panel.fieldConfig).defaults)
  const steps = listOf(mappingIn(defaults.thresholds).steps)
  const isAbsolute = mappingIn(defaults.thresholds).mode !== 'percentage'
  const old = Array.isArray(panel.thresholds) ? listOf(panel.thresholds) : []
  return [...(isAbsolute ? steps : []), ...old].flatMap(({ value }) => (typeof value === 'number' ? value : []))
}

/** The second schema: panels are elements, laid out elsewhere. */
function elementsOf(elements: unknown): DashboardPanel[] {
  return Object.values(mappingIn(elements)).flatMap((element): DashboardPanel[] => {
    const { kind, spec } = mappingIn(element)
    const panel = mappingIn(spec)
    const title = textOf(panel.title) || 'a panel without a title'
    if (kind === 'LibraryPanel') {
      const name = textOf(mappingIn(panel.libraryPanel).name) ?? title
      return [{ title, queries: [], unit: null, thresholds: [], library: name }]
    }
    if (kind !== 'Panel') return []
    const group = mappingIn(mappingIn(panel.data).spec)
    const targets = listOf(group.queries).map((query) => {
      const { query: inner, refId } = mappingIn(query.spec)
      return { ...mappingIn(mappingIn(inner).spec), refId }
    })
    const shown = mappingIn(mappingIn(panel.vizConfig).spec)
    return [{ title, queries: queriesOf(targets), unit: unitOf(shown), thresholds: thresholdsOf(shown), library: null }]
  })
}

function variablesOf(model: Mapping): ReadonlyMap<string, string> {
  const first = listOf(mappingIn(model.templating).list)
  const second = listOf(model.variables).map(({ spec }) => mappingIn(spec))
  return new Map(
    [...first, ...second].flatMap(({ name, current, query, type }) => {
      const value = textOf(mappingIn(current).value) ?? (type === 'constant' ? textOf(query) : undefined)
      return typeof name === 'string' && value !== undefined && !value.startsWith('$__') ? [[name, value] as const] : []
    }),
  )
}

function listOf(value: unknown): readonly Mapping[] {
  return listIn(value).map(mappingIn)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
