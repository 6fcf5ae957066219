// docs/scenario-file.md is the reference of scenario files: it names every key that the schema knows, and its example is one.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'
import { scenarioJsonSchema } from '../../../scenario-file/schema/scenario-schema.ts'

const reference = readFileSync(join(packageRoot, 'docs', 'scenario-file.md'), 'utf8')

type JsonSchema = Record<string, unknown>

function keysOf(schema: JsonSchema, path: string): string[] {
  const inner = (part: unknown, step: string) =>
    typeof part === 'object' && part !== null ? keysOf(part as JsonSchema, `${path}${step}`) : []
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  return [
    ...properties.flatMap(([key, property]) => {
      const full = path === '' ? key : `${path}.${key}`
      return [full, ...keysOf(property, full)]
    }),
    ...inner(schema.items, '[]'),
    ...inner(schema.additionalProperties, '.*'),
    ...((schema.anyOf ?? []) as JsonSchema[]).flatMap((form) => keysOf(form, path)),
  ]
}

/** What is described once for several places. */
function describedAs(key: string): string {
  return key
    .replace(/^requests\[\]\.(?!weight)/, 'request.')
    .replace(/^(flows\[\]|setup)\.steps\[\]\.(?!(request|times|chance|think)$)/, 'request.')
    .replace(/^target\.metrics\.urls?\.(url|labels|socket)$/, 'target.metrics.url[].$1')
    .replace(/^target\.metrics\.tls\./, 'target.tls.')
    .replace('target.metrics.urls[]', 'target.metrics.url[]')
    .replace(/^(server\.latency\.bimodal)\.(?:fast|slow)\.(median|p95)$/, 'server.latency.lognormal.$2')
}

it('names every key of the schema', () => {
  const keys = [...new Set(keysOf(scenarioJsonSchema(), '').map(describedAs))]
  expect(keys.length).toBeGreaterThan(80)
  expect(keys.filter((key) => !reference.includes(`\`${key}\``))).toEqual([])
})

it('shows a scenario that the loader accepts', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(reference) ?? []
  const scenario = parseScenario({ text: example, file: '/a/b.yaml', shownAs: 'b.yaml', kindOfFile: () => 'file' })
  expect(scenario.requests.map(({ name, weight }) => [name, weight])).toEqual([
    ['checkout', 1],
    ['orders', 9],
  ])
})
