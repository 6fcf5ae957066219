// What the project around a scenario tells: how the harness is installed there, how its service is started, where the schema is.

import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

export interface ProjectFacts {
  /** The command that brings the harness. */
  readonly install: string
  /** Null where nobody knows. */
  readonly start: string | null
  /** Seen from the folder of the scenario; null where the harness is not installed in the project. */
  readonly schema: string | null
}

const FROM_REPOSITORY =
  'npm install --no-save git+https://github.com/your-organisation/sla-harness.git # from where your organisation keeps it'

export function projectFacts(root: string, scenarioFolder: string): ProjectFacts {
  const schema = join(root, 'node_modules', 'sla-harness', 'scenarios', 'scenario.schema.json')
  const written = relative(scenarioFolder, schema)
  return {
    install: dependsOnHarness(join(root, 'package.json')) ? 'npm ci' : FROM_REPOSITORY,
    start: COMPOSE_FILES.some((name) => existsSync(join(root, name))) ? 'docker compose up --detach --wait' : null,
    schema: existsSync(schema) ? (written.startsWith('.') ? written : `./${written}`) : null,
  }
}

function dependsOnHarness(file: string): boolean {
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'))
    return 'sla-harness' in dependencies || 'sla-harness' in devDependencies
  } catch {
    return false
  }
}
