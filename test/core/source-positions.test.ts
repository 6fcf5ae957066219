import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import { withSourcePositions } from '../../core/source-positions.ts'
import { inTemporaryFolder } from '../support/run-cli.ts'

it('gives the line of the source for a line of the bundle, and leaves what has no map', async () => {
  await inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'chunks'))
    const bundle = join(folder, 'chunks', 'a.js')
    // Line 3, column 1 of the bundle is line 7, column 5 of the source.
    const source = join(packageRoot, 'core', 'clock.ts')
    writeFileSync(`${bundle}.map`, JSON.stringify({ version: 3, sources: [source], names: [], mappings: ';;AAMI' }))
    const url = pathToFileURL(bundle).href
    const stack = `Error: no\n    at f (${url}:3:1)\n    at ${url}x.js:3:1\n    at node:net:1:1`
    expect(withSourcePositions(stack)).toBe(
      `Error: no\n    at f (core/clock.ts:7:5)\n    at ${url}x.js:3:1\n    at node:net:1:1`,
    )
  })
})
