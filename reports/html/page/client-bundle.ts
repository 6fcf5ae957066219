// The script and the style sheet of a page as bundled by the build. Every page contains both.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../core/compiled-entry.ts'

export interface ClientBundle {
  readonly script: string
  readonly style: string
}

/** `page` draws charts; `text-page` wires the controls of a page that has none, and is a fraction of the size. */
export type ClientName = 'page' | 'text-page'

const bundles = new Map<ClientName, ClientBundle>()

/** @throws Error where the harness was not built */
export function clientBundle(name: ClientName): ClientBundle {
  const held = bundles.get(name)
  if (held !== undefined) return held
  const read = { script: bundled(`${name}.js`), style: bundled(`${name}.css`) }
  bundles.set(name, read)
  return read
}

function bundled(name: string): string {
  const file = join(packageRoot, 'dist', 'reports', 'html', 'client', name)
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`${file}: expected the bundled client; npm run build makes it`, { cause })
  }
}
