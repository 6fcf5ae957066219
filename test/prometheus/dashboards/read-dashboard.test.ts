import { describe, expect, it } from 'vitest'
import { readDashboard } from '../../../prometheus/dashboards/read-dashboard.ts'

const target = (expr: string, refId = 'A') => ({ refId, expr })
const panel = { type: 'timeseries', title: 'P95', targets: [target('up'), { refId: 'B', rawSql: 'select 1' }] }

describe('the panels of a dashboard are read', () => {
  it.each([
    ['outside of rows', { panels: [panel] }, 'P95'],
    ['in a collapsed row', { panels: [{ type: 'row', title: 'Latency', panels: [panel] }] }, 'Latency › P95'],
    ['in rows as they were', { rows: [{ title: 'Latency', panels: [panel] }] }, 'Latency › P95'],
    ['as the API answers', { dashboard: { panels: [panel] }, meta: {} }, 'P95'],
    ['in a resource', { kind: 'Dashboard', spec: { panels: [panel] } }, 'P95'],
    ['in a resource of the operator', { spec: { json: JSON.stringify({ panels: [panel] }) } }, 'P95'],
    [
      'in the second schema',
      {
        kind: 'Dashboard',
        spec: {
          elements: {
            'panel-1': {
              kind: 'Panel',
              spec: {
                title: 'P95',
                data: {
                  spec: {
                    queries: [
                      { kind: 'PanelQuery', spec: { refId: 'A', query: { kind: 'prometheus', spec: { expr: 'up' } } } },
                    ],
                  },
                },
              },
            },
          },
        },
      },
      'P95',
    ],
    [
      'from the library panels that an export brings',
      {
        panels: [{ type: 'library-panel-ref', title: 'P95', libraryPanel: { uid: 'u', name: 'Lib' } }],
        __elements: { u: { uid: 'u', model: panel } },
      },
      'P95',
    ],
  ])('%s', (_, value, title) => {
    const { panels } = readDashboard(value)
    expect(panels.map((one) => [one.title, one.queries, one.library])).toEqual([
      [title, [{ name: 'A', expression: 'up' }], null],
    ])
  })

  it('with the names of library panels whose queries stand elsewhere', () => {
    const { panels } = readDashboard({ panels: [{ title: 'P95', libraryPanel: { uid: 'u', name: 'Lib' } }] })
    expect(panels).toMatchObject([{ title: 'P95', library: 'Lib', queries: [] }])
  })

  it('with unit, thresholds and variables', () => {
    const { panels, variables, title } = readDashboard({
      title: 'Service',
      panels: [
        {
          title: 'P95',
          targets: [target('up')],
          fieldConfig: { defaults: { unit: 'ms', thresholds: { steps: [{ value: null }, { value: 800 }] } } },
        },
        { title: 'Old', targets: [target('up')], yaxes: [{ format: 's' }], thresholds: [{ value: 3 }] },
      ],
      templating: {
        list: [
          { name: 'job', current: { value: 'api' } },
          { name: 'all', current: { value: '$__all' } },
          { name: 'several', current: { value: ['a', 'b'] } },
          { name: 'fixed', type: 'constant', query: '5m' },
        ],
      },
    })
    expect(title).toBe('Service')
    expect(panels.map(({ unit, thresholds }) => [unit, thresholds])).toEqual([
      ['ms', [800]],
      ['s', [3]],
    ])
    expect([...variables]).toEqual([
      ['job', 'api'],
      ['fixed', '5m'],
    ])
  })

  it.each([null, 'text', [], {}, { panels: [null, 1, { targets: 'x' }] }])(
    'as none, or without queries, from %j',
    (value) => {
      expect(readDashboard(value).panels.flatMap(({ queries }) => queries)).toEqual([])
    },
  )
})
