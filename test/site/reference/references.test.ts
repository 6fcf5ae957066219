// The references are what the schemas and the program say now.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { references } from '../../../site/reference/references.ts'

it.each([...(await references(packageRoot))])('%s is current: `npm run docs` writes it anew', (path, text) => {
  expect(readFileSync(join(packageRoot, path), 'utf8')).toBe(text)
})
