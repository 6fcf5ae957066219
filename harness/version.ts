// The version of this harness, from its package.json.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'

export const harnessVersion: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version
