// The text of an OpenAPI description → what it holds, once it is known to be one of a version that is read.

import { LineCounter, parseDocument } from 'yaml'
import { isMapping, type Mapping } from '../../../core/file/mapping.ts'
import { importMistake, shownPart } from '../import-mistake.ts'

/** Each use of an alias copies what it stands for. */
const MOST_ALIASES = 1000

export function readDescription(text: string, name: string): Mapping {
  const value = /^\s*\{/.test(text) ? readJson(text, name) : readYaml(text, name)
  if (!isMapping(value)) throw importMistake({ name, at: null }, 'an OpenAPI description', 'no mapping')
  if (value.swagger !== undefined)
    throw importMistake(
      { name, at: 'swagger' },
      'OpenAPI 3.0 or 3.1',
      `Swagger ${String(value.swagger).slice(0, 10)}: convert it first, with npx swagger2openapi ${name} -o openapi.yaml`,
    )
  if (value.openapi === undefined) throw importMistake({ name, at: 'openapi' }, 'a version such as 3.1.0', 'nothing')
  if (!/^3\.[012](?:\.|$|-)/.test(String(value.openapi)) && value.openapi !== 3)
    throw importMistake({ name, at: 'openapi' }, 'OpenAPI 3.0 or 3.1', shownPart(String(value.openapi)))
  if (!isMapping(value.paths)) throw importMistake({ name, at: 'paths' }, 'a mapping of paths', 'none')
  return value
}

function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Flow mappings of YAML look like JSON.
    return readYaml(text, name)
  }
}

function readYaml(text: string, name: string): unknown {
  const lineCounter = new LineCounter()
  try {
    const document = parseDocument(text, {
      lineCounter,
      uniqueKeys: false,
      merge: true,
      prettyErrors: false,
      logLevel: 'silent',
    })
    const [error] = document.errors
    if (error !== undefined)
      throw importMistake(
        { name, at: `line ${lineCounter.linePos(error.pos[0]).line}` },
        'well-formed YAML',
        error.message.split('\n')[0]?.slice(0, 120) ?? '',
      )
    return document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReferenceError)
      throw importMistake({ name, at: null }, 'fewer aliases, and fewer levels inside one another', 'too many of them')
    throw error
  }
}
