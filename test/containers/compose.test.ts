// compose.yaml as an engine would read it: its schema, its mounts, and what the programs say of the files that it mounts.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../core/compiled-entry.ts'
import { promtool } from '../prometheus/promtool.ts'
import { composeMistakes } from '../support/compose-schema.ts'
import { describeReal } from '../support/real-programs.ts'

interface Service {
  readonly image?: string
  readonly build?: { readonly target: string }
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly profiles?: readonly string[]
  readonly healthcheck?: unknown
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly depends_on?: readonly string[]
}

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8')
const compose = parse(read('compose.yaml'), { merge: true })
const services = Object.entries(compose.services as Record<string, Service>)
const dockerfile = read('Dockerfile')
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, from = '', name = '']) => ({ from, name }))

/** Of the form source:target[:mode]. */
const mounts = services.flatMap(([name, { volumes = [] }]) =>
  volumes.map((volume) => {
    const [source = '', target = '', mode] = volume.split(':')
    return { name, source, target, mode }
  }),
)
const ofFiles = mounts.filter(({ source }) => source.startsWith('.'))

describe('compose.yaml', () => {
  it('fits the published schema of Compose files', () => {
    const { name, ...known } = compose
    expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/)
    expect(composeMistakes(known)).toEqual([])
    expect(composeMistakes({ ...known, services: { server: { imagee: 'x' } } })).not.toEqual([])
  })

  it('mounts only files and folders that are there, and volumes that it declares', () => {
    expect(ofFiles.length).toBeGreaterThan(5)
    expect(ofFiles.filter(({ source }) => !existsSync(join(packageRoot, source)))).toEqual([])
    const named = mounts.filter(({ source }) => !source.startsWith('.')).map(({ source }) => source)
    expect([...named].sort()).toEqual(Object.keys(compose.volumes).sort())
  })

  it('lets nothing write to this folder but a run', () => {
    expect(ofFiles.filter(({ mode }) => mode !== 'ro').map(({ name }) => name)).toEqual(['scenario'])
  })

  it('publishes ports on 127.0.0.1 alone', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports)
    expect(ports.length).toBeGreaterThan(4)
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([])
  })

  it('names a version of every image that is not built here', () => {
    const pinned = /^docker\.io\/[\w/-]+:v?\d+\.\d+\.\d+$/
    expect(services.filter(([, { image, build }]) => build === undefined && !pinned.test(image ?? ''))).toEqual([])
    const foreign = stages.filter(({ from }) => !stages.some(({ name }) => name === from)).map(({ from }) => from)
    expect(foreign).toHaveLength(2)
    expect(foreign.filter((image) => !/^docker\.io\/library\/\w+:[\w.-]*\d{2,}[\w.-]*$/.test(image))).toEqual([])
  })

  it('builds targets that the Dockerfile has, and tells of every service whether it is healthy', () => {
    const targets = services.flatMap(([, { build }]) => build?.target ?? [])
    expect(targets).toEqual(['server', 'scenario'])
    expect(stages.map(({ name }) => name)).toEqual(expect.arrayContaining(targets))
    const silent = services.filter(([, { healthcheck, profiles, build }]) => !healthcheck && !profiles && !build)
    expect(silent).toEqual([])
    expect(/^FROM runtime AS server$[\s\S]*?^HEALTHCHECK /m.test(dockerfile)).toBe(true)
  })

  it('gives no service more than it needs', () => {
    expect(services.filter(([, service]) => !service.read_only || service.cap_drop?.[0] !== 'ALL')).toEqual([])
  })

  it('waits for services that it has', () => {
    const names = services.map(([name]) => name)
    const awaited = services.flatMap(([, { depends_on = [] }]) => depends_on)
    expect(awaited.filter((name) => !names.includes(name))).toEqual([])
  })
})

describe('what is provisioned', () => {
  const named = (host: string) => services.map(([name]) => name).includes(host)

  it('reaches services by names that compose.yaml gives them', () => {
    const prometheus = parse(read('prometheus/stack/prometheus.yml'))
    const grafana = parse(read('prometheus/stack/grafana-datasources.yml'))
    const targets = [...prometheus.scrape_configs, ...prometheus.alerting.alertmanagers].flatMap(
      ({ static_configs }) => static_configs[0].targets as string[],
    )
    const hosts = [
      ...targets.map((target) => target.split(':')[0] as string),
      new URL(grafana.datasources[0].url).hostname,
    ]
    expect(hosts).toEqual(['server', 'alertmanager', 'prometheus'])
    expect(hosts.filter((host) => !named(host))).toEqual([])
  })

  it('shows the dashboard from where it is mounted', () => {
    const folder = parse(read('prometheus/stack/grafana-dashboards.yml')).providers[0].options.path
    const grafana = compose.services.grafana as Service
    const home = grafana.environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH
    const dashboards = ofFiles.filter(({ target }) => posix.dirname(target) === folder)
    expect(dashboards.map(({ target }) => target)).toEqual([home])
    expect(JSON.parse(read(dashboards[0]?.source ?? '')).uid).toBe('sla-harness-latency')
  })

  it('lies in the container as it lies here, where one file names another', () => {
    const ofPrometheus = ofFiles.filter(({ name }) => name === 'prometheus')
    const moved = ofPrometheus.map(({ source, target }) => [posix.join('/etc', source), target])
    expect(moved).toEqual(ofPrometheus.map(({ target }) => [target, target]))
  })
})

describeReal('the programs accept', ['promtool'], () => {
  it('the configuration of Prometheus, with its rules', async () => {
    const said = await promtool('check', 'config', join(packageRoot, 'prometheus/stack/prometheus.yml'))
    expect(said).toContain('SUCCESS: 1 rule files found')
  })
})

describeReal('amtool accepts', ['alertmanager'], () => {
  it('the configuration of Alertmanager', async () => {
    const file = join(packageRoot, 'prometheus/stack/alertmanager.yml')
    const { stdout } = await promisify(execFile)('amtool', ['check-config', file])
    expect(stdout).toMatch(/SUCCESS[\s\S]*1 receivers/)
  })
})
