// Kubernetes' own schemas of its objects, made strict: the API server drops a key that it does not know, or refuses it, and
// the published schemas say nothing of it.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv'
import { packageRoot } from '../../core/compiled-entry.ts'

/** Each schema is a file of its own, as a literal in JSON. */
const FOLDERS = ['kubernetes-models', '@kubernetes-models/apimachinery'].map((name) =>
  join(packageRoot, 'node_modules', name, '_schemas'),
)
const LITERAL = /^const schema = (\{.*?^\});$/ms
const REFERENCE = /"\$ref": "([\w.-]+)#"/g

/** @param kind as schemas are named: `io.k8s.api.batch.v1.Job` */
export function kubernetesSchema(kind: string): ValidateFunction {
  // What may be null stands beside a type.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const known = new Set<string>()
  const add = (name: string) => {
    if (known.has(name)) return
    known.add(name)
    const text = schemaText(name)
    ajv.addSchema(JSON.parse(text, strict), name)
    for (const [, referred = ''] of text.matchAll(REFERENCE)) add(referred)
  }
  add(kind)
  return ajv.compile({ $ref: `${kind}#` })
}

function schemaText(name: string): string {
  const file = `${name
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}.js`
  const path = FOLDERS.map((folder) => join(folder, file)).find((each) => existsSync(each))
  if (path === undefined) throw new Error(`expected a schema of ${name} (${file}), got none`)
  const [, literal] = LITERAL.exec(readFileSync(path, 'utf8')) ?? []
  if (literal === undefined) throw new Error(`${path}: expected a schema as a literal, got another form`)
  return literal
}

function strict(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'type' in value && 'properties' in value
  const schema = value as SchemaObject
  return isObject && schema.type === 'object' ? { additionalProperties: false, ...schema } : value
}
