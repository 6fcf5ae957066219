// A process of its own for the benchmark of drills: the command as a user gives it, over all cores, and what it took as JSON
// in its last line.
//
//   node dist/bench/processes/drill-seeds.js DAYS SEEDS FOLDER

import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { DRILL_RULES } from '../drill/drill-month.ts'

const [days = '30', seeds = '10', folder = '.'] = process.argv.slice(2)
process.chdir(folder)
writeFileSync('rules.yml', DRILL_RULES)
const options = ['--rules', 'rules.yml', '--rate', '50', '--incident', 'outage', '--quiet-months', '1']
const startedMs = performance.now()
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const figures = {
    seconds: (performance.now() - startedMs) / 1e3,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
})
const program = compiledEntry('cli')
process.argv = [process.execPath, program, 'drill', ...options, '--days', days, '--seeds', seeds, '--quiet']
await import(pathToFileURL(program).href)
