import { existsSync, readFileSync } from 'node:fs'
import { formatPath, type Path } from './mistakes/scenario-error.ts'
import { readYaml } from './yaml/read-yaml.ts'

/** The place of a value in a scenario file, for mistakes that are found after it was loaded: `a.yaml:4 target.metrics.match`. */
export function placeInFile(file: string, shownAs: string, path: Path): string {
  const line = existsSync(file) ? `:${readYaml(readFileSync(file, 'utf8')).lineOf(path)}` : ''
  return `${shownAs}${line} ${formatPath(path)}`
}
