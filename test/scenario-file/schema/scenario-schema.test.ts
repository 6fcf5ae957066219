import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { scenarioJsonSchema } from '../../../scenario-file/schema/scenario-schema.ts'
import { mistakeSections } from '../mistake-sections.ts'
import { mistakesIn, TWO_PHASES } from '../scenario-text.ts'

const folder = join(packageRoot, 'scenarios')
const committed = JSON.parse(readFileSync(join(folder, 'scenario.schema.json'), 'utf8'))
const accepts = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
  committed,
)
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

describe('scenario.schema.json', () => {
  it('equals what the definition describes (`npm run schema` writes it)', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())))
  })

  it('is valid JSON Schema 2020-12', () => {
    expect(committed.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  })

  it.each(shipped)('accepts %s', (file) => {
    accepts(parse(readFileSync(join(folder, file), 'utf8')))
    expect(accepts.errors).toBeNull()
  })

  it('describes every key for the hover help of editors', () => {
    const unexplained: string[] = []
    const visit = (schema: Record<string, unknown>, path: string) => {
      for (const [key, property] of Object.entries((schema.properties ?? {}) as Record<string, typeof schema>)) {
        if (typeof property.description !== 'string') unexplained.push(`${path}${key}`)
        visit(property, `${path}${key}.`)
      }
      if (typeof schema.items === 'object') visit(schema.items as typeof schema, `${path}[].`)
      if (typeof schema.additionalProperties === 'object')
        visit(schema.additionalProperties as typeof schema, `${path}*.`)
      for (const form of (schema.anyOf ?? []) as (typeof schema)[]) visit(form, path)
    }
    visit(committed, '')
    expect(unexplained).toEqual([])
  })

  // What no JSON Schema can say: references, order, and what is only known from two places together.
  const BEYOND_JSON_SCHEMA =
    /the name of a|a bucket layout:|no other|at least (from|median|minimum)|that ascend|0 at both ends|in all|does not exist|each key once|think beside|0 or more per second.*nothing|without _bucket|header|can be met|lower limit|percentile|above 0, as|a limit from|no rules|above 0, such|one body|one label job|none of them|a later phase|\$\{|URL|is a folder|JSON in quotes|at most 7d|at least 1s|below 100%|matchers in braces|a request of its own|every iteration takes|no weight beside|a step of flows|or a request such as|every step before it captures|that the setup captures|in the text or here|match beside|match of a request|the phase beside|no body,|which have no body|bounds that a number|= before a text|RE2|what expect\.json says|a JSON pointer such as \/items|letters, digits and underscores|beside redirects|no more is read|room for|not below from|lower status|a whole number of -?\d+ or more|does not vary|a whole number up to|load\.timeout/

  it.each(
    mistakeSections()
      .filter(({ title }) => title !== 'a file that is no scenario')
      .flatMap(({ rows }) => rows)
      .filter(({ messages }) => !messages.some((message) => BEYOND_JSON_SCHEMA.test(message))),
  )('refuses what the loader refuses: $sentence', ({ text }) => {
    expect(accepts(parse(text, { uniqueKeys: false, merge: true }))).toBe(false)
  })

  it('accepts the smallest file that the loader accepts', () => {
    expect(mistakesIn(TWO_PHASES)).toEqual([])
    expect(accepts(parse(TWO_PHASES))).toBe(true)
  })
})
