// `.github/workflows/<name>.yml`: the scenario as a gate of pull requests.

import { listed } from '../../core/text/plural.ts'
import type { Draft } from '../draft.ts'
import { commentLines } from './yaml-text.ts'

export interface WorkflowPlace {
  /** The folder of the scenario, seen from the root of the project, with a slash at its end; empty for the root itself. */
  readonly folder: string
  /** How the harness is installed: `npm ci` where the project depends on it. */
  readonly install: string
  /** How the service is started there; null where nobody knows. */
  readonly start: string | null
  readonly variables: readonly string[]
  /** Whether there are rules, and a unit test of them. */
  readonly hasRules: boolean
  readonly hasRulesTest: boolean
}

export function workflowText({ name, target }: Draft, place: WorkflowPlace): string {
  const { folder, install, start, variables, hasRules, hasRulesTest } = place
  const rules = [
    ...(hasRules ? [`${folder}${name}.rules.yml`] : []),
    ...(hasRulesTest ? [`${folder}${name}.rules.test.yml`] : []),
  ]
  const isElsewhere = target.allowHost !== null
  return [
    ...commentLines(
      `Runs the scenario ${folder}${name}.yaml for every pull request. Exit code 0 is a pass, 1 a missed objective, 2 a mistake or a service that cannot be reached, 3 a run that proves nothing.`,
    ),
    `name: ${name}-sla`,
    'on: [pull_request]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  sla:',
    '    runs-on: ubuntu-latest # two cores or more: the load needs one of its own',
    '    timeout-minutes: 20',
    ...(variables.length === 0
      ? []
      : [
          ...commentLines(
            `${listed(variables)}: to be added as ${variables.length === 1 ? 'a secret' : 'secrets'} of the repository.`,
            '    ',
          ),
          '    env:',
          ...variables.map((variable) => `      ${variable}: \${{ secrets.${variable} }}`),
        ]),
    '    steps:',
    '      - uses: actions/checkout@v6',
    '      - uses: actions/setup-node@v6',
    '        with:',
    '          node-version: 22',
    `      - name: Install`,
    `        run: ${install}`,
    ...startLines(start, isElsewhere),
    '      - name: Check the files',
    `        run: npx sla-harness validate ${[`${folder}${name}.yaml`, ...rules].join(' ')}`,
    ...(hasRulesTest
      ? [
          '      - name: Test the rules',
          '        run: |',
          '          if command -v promtool; then',
          `            promtool test rules ${folder}${name}.rules.test.yml`,
          '          else',
          '            echo "::notice::promtool is not installed here, so that the rules were checked but not tested"',
          '          fi',
        ]
      : []),
    '      - name: Judge',
    `        run: npx sla-harness scenario ${folder}${name}.yaml --out sla-report`,
    '      - name: Keep the report',
    `        if: \${{ always() }}`,
    '        uses: actions/upload-artifact@v6',
    '        with:',
    `          name: ${name}-sla-report`,
    '          path: sla-report',
    '          if-no-files-found: ignore',
    '',
  ].join('\n')
}

function startLines(start: string | null, isElsewhere: boolean): string[] {
  if (start !== null) return ['      - name: Start the service', `        run: ${start}`]
  if (isElsewhere) return []
  return commentLines(
    'Start your service here, at the address that the scenario names; without it the job ends with exit code 2.',
    '      ',
  ).concat('      # - run: docker compose up --detach --wait')
}
