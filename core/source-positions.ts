// Where a stack trace leads in the sources: positions in the bundle are looked up in the source map beside it. Only once
// something has gone wrong, because Node's own --enable-source-maps reads every map at every start.

import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from './compiled-entry.ts'

const POSITION = /(file:\/\/[^\s)]+\.js):(\d+):(\d+)/g

/** What has no map stays as it is. */
export function withSourcePositions(stack: string): string {
  const maps = new Map<string, SourceMap | null>()
  return stack.replace(POSITION, (shown: string, url: string, line: string, column: string) => {
    const file = fileURLToPath(url)
    if (!maps.has(file)) maps.set(file, readMap(`${file}.map`))
    const map = maps.get(file)
    const entry = map?.findEntry(Number(line) - 1, Number(column) - 1)
    if (entry === undefined || !('originalSource' in entry)) return shown
    const source = relative(packageRoot, resolve(dirname(file), entry.originalSource))
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
