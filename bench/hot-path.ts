// One hot path: warmed up, the heap swept, and then repeated so many times: what bench/instructions.ts counts the
// instructions of. Usage: node --expose-gc hot-path.js NAME REPETITIONS

import { HOT_PATHS } from './hot-paths/hot-paths.ts'

const [name = '', repetitions = '0'] = process.argv.slice(2)
const path = HOT_PATHS[name]
if (!path) throw new Error(`expected one of ${Object.keys(HOT_PATHS).join(', ')}, got ${name}`)
const repeat = path.prepare()
for (let i = 0; i < path.repetitions; i++) repeat(i)
// Otherwise what the preparation left lying is collected at an instant that the machine's memory decides.
globalThis.gc?.()
for (let i = 0; i < Number(repetitions); i++) repeat(path.repetitions + i)
