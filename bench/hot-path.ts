// One hot path, so many times: what bench/instructions.ts counts the instructions of.
// Usage: hot-path.js NAME REPETITIONS

import { HOT_PATHS } from './hot-paths/hot-paths.ts'

const [name = '', repetitions = '0'] = process.argv.slice(2)
const path = HOT_PATHS[name]
if (!path) throw new Error(`expected one of ${Object.keys(HOT_PATHS).join(', ')}, got ${name}`)
const repeat = path.prepare()
for (let i = 0; i < Number(repetitions); i++) repeat(i)
