// The client's script and style sheet as bundled by the build. Every page contains both.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../core/compiled-entry.ts'

export interface ClientBundle {
  readonly script: string
  readonly style: string
}

let assets: ClientBundle | undefined

/** @throws Error where the harness was not built */
export function clientBundle(): ClientBundle {
  assets ??= { script: bundled('page.js'), style: bundled('page.css') }
  return assets
}

function bundled(name: string): string {
  const file = join(packageRoot, 'dist', 'reports', 'html', 'client', name)
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`${file}: expected the bundled client; npm run build makes it`, { cause })
  }
}
