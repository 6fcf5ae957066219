// `capture` of a request: what is kept of its answer for later requests.

import { isMapping } from '../../../core/file/mapping.ts'
import { parsePath, parsePointer, pointerOf } from '../../../core/json/json-pointer.ts'
import { checked, exactlyOneKey, leaf, mapping, named } from '../building-blocks.ts'
import { text } from '../values.ts'
import { pattern } from './expect-schema.ts'
import { isHeaderName } from './header-name.ts'

const SOURCE = 'one of { json: /token }, { path: a.b[0] }, { header: X-Token }, { cookie: sid }, { regex: "id=(\\d+)" }'

const KEYS = ['json', 'path', 'header', 'cookie', 'regex'] as const

const source = exactlyOneKey(
  mapping(SOURCE, {
    json: leaf<string>(
      (got) => {
        const steps = typeof got === 'string' ? parsePath(got) : undefined
        return `a JSON pointer such as ${steps === undefined ? '/token' : pointerOf(steps)}`
      },
      (value) => typeof value === 'string' && parsePointer(value) !== undefined,
      { type: 'string', pattern: '^(/|$)' },
    )
      .optional()
      .describe('A JSON pointer: /items/0/id.'),
    path: leaf<string>(
      (got) => {
        const steps = typeof got === 'string' ? parsePointer(got) : undefined
        return steps !== undefined && steps.length > 0
          ? `a path such as ${steps.join('.')}, or json for a pointer`
          : 'a path such as items[0].id'
      },
      (value) => typeof value === 'string' && !value.startsWith('/') && parsePath(value) !== undefined,
      { type: 'string', pattern: '^[^/\\s]' },
    )
      .optional()
      .describe('A path into the JSON: items[0].id.'),
    header: leaf<string>('the name of a header', (value) => typeof value === 'string' && isHeaderName(value), {
      type: 'string',
    })
      .optional()
      .describe('The value of a header.'),
    cookie: text.optional().describe('The value of a cookie that the answer sets.'),
    regex: pattern
      .optional()
      .describe('What the first group of a pattern (RE2) matches, or all of it without a group.'),
  }),
  KEYS,
)

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export const captureSchema = checked(
  named(`a mapping of names and where each is taken from: ${SOURCE}`, source),
  (value) =>
    Object.keys(isMapping(value) ? value : {}).flatMap((name) =>
      NAME.test(name)
        ? []
        : [{ path: [name], expected: 'a name of letters, digits and underscores', got: JSON.stringify(name) }],
    ),
)
