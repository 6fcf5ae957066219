// The import arrows between the rooms. A room that reaches into another one fails here, with the line to look at.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../core/compiled-entry.ts'

const ROOMS = ['core', 'server', 'load', 'prometheus', 'scenario-file', 'analysis', 'reports'] as const

interface Import {
  readonly from: string
  readonly line: number
  /** Relative to the root for files of ours, the bare name for packages. */
  readonly to: string
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
}

function importsOf(file: string): Import[] {
  return readFileSync(join(packageRoot, file), 'utf8')
    .split('\n')
    .flatMap((text, i) => {
      const specifier =
        /(?:^\s*(?:import|export)\b.*?|^\s*\}\s*)\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/.exec(
          text,
        )
      const to = specifier?.[1] ?? specifier?.[2] ?? specifier?.[3]
      if (to === undefined) return []
      const target = to.startsWith('.') ? relative(packageRoot, join(packageRoot, dirname(file), to)) : to
      return [{ from: file, line: i + 1, to: target }]
    })
}

const importsByRoom = new Map(ROOMS.map((room) => [room, sourceFiles(room).flatMap(importsOf)]))
const roomOf = (path: string) => path.split('/')[0] as string
const shown = ({ from, line, to }: Import) => `${from}:${line} imports ${to}`

describe('import arrows', () => {
  it.each(ROOMS)('%s imports core and itself, and no other room', (room) => {
    const imports = importsByRoom.get(room) as Import[]
    const foreign = imports.filter(
      ({ to }) => (ROOMS as readonly string[]).includes(roomOf(to)) && ![room, 'core'].includes(roomOf(to)),
    )
    expect(imports.length).toBeGreaterThan(0)
    expect(foreign.map(shown)).toEqual([])
  })

  it('no room imports the composition root or the command line', () => {
    const upward = [...importsByRoom.values()].flat().filter(({ to }) => /^(harness|cli)\.ts$/.test(to))
    expect(upward.map(shown)).toEqual([])
  })

  it.each([
    ['autocannon', /^load\/connections\//],
    ['hdr-histogram-js', /^core\/latency\/latency-histogram\.ts$/],
    ['prom-client', /^server\//],
    ['express', /^server\//],
    ['@prometheus-io/lezer-promql', /^prometheus\/promql\//],
    ['uplot', /^reports\/html\/client\//],
    ['commander', /^(cli\.ts$|never)/],
  ])('%s is known only where the architecture says', (name, allowed) => {
    const users = [...importsByRoom.values()].flat().filter(({ to, from }) => to === name && !allowed.test(from))
    expect(users.map(shown)).toEqual([])
  })
})
