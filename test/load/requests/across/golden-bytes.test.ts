// What scenarios send whose requests never change, to the byte: those that come with the harness, and each thing that a
// request may have. A change here changes what users' scenarios send.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import { FixedRequests } from '../../../../load/requests/fixed-requests.ts'
import { parseScenario } from '../../../../scenario-file/parse-scenario.ts'
import { resolveLoadPlan } from '../../../../scenario-file/resolve/resolve-load-plan.ts'
import { goldenFile } from '../../../support/golden.ts'

const URLS = ['http://127.0.0.1:5000', 'https://me:p%40ss@shop.example:8443/api/']

const EVERYTHING = `name: everything
load: { phases: [{ name: base, for: 1s, rate: 1 }] }
requests:
  - { name: plain }
  - { name: query, path: '/a%20b/ü/../c?q=1&x=ä%20y&t=\${TOKEN}' }
  - { name: slashes, path: '//other/x' }
  - { name: headers, path: /h, headers: { Accept: '*/*', host: own.example, X-Token: 'Bearer \${TOKEN}' } }
  - { name: json, path: /j, json: { list: [1, 2.5, null, true, 'ü"\${TOKEN}\\n'], nested: { "a b": "$\${x}" } } }
  - { name: json-null, path: /j, json: null }
  - { name: own-type, path: /t, headers: { content-type: application/x-ndjson }, text: "{}\\n{}" }
  - { name: text, path: /t, text: "id=\${TOKEN}&x=é€😀" }
  - { name: get-with-body, method: GET, path: /g, json: { query: all } }
  - { name: put, method: PUT, path: /p }
  - { name: put-body, method: PUT, path: /p, text: x }
  - { name: patch, method: PATCH, path: /p }
  - { name: patch-body, method: PATCH, path: /p, json: [] }
  - { name: delete, method: DELETE, path: /d }
  - { name: delete-body, method: DELETE, path: /d, json: { id: 1 } }
  - { name: post, method: POST, path: /p }
  - { name: head, method: HEAD, path: /h }
  - { name: options, method: OPTIONS, path: /o }
`

function shown(title: string, text: string): string {
  const scenario = parseScenario({ text, file: '/a/b.yaml', shownAs: 'b.yaml', kindOfFile: () => 'file' })
  return URLS.flatMap((url) => {
    const plan = resolveLoadPlan(scenario, { url, environment: { TOKEN: 's3"cret' } })
    const requests = new FixedRequests(plan)
    return plan.requests.map(({ name }, request) => {
      const { bytes } = requests.prepare({ intendedSeconds: 0, phase: 0, request, user: -1 })
      // One line a line of the message, so that the bytes can be read and compared.
      return `${title}, ${name}, to ${url}\n${JSON.stringify(bytes.toString('latin1')).replaceAll('\\r\\n', '\\r\\n\n  ')}\n`
    })
  }).join('\n')
}

it('sends the same bytes as ever', async () => {
  const folder = join(packageRoot, 'scenarios')
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  const shipped = files.sort().map((file) => shown(file, readFileSync(join(folder, file), 'utf8')))
  await expect([shown('everything', EVERYTHING), ...shipped].join('\n')).toMatchFileSnapshot(
    goldenFile('request-bytes'),
  )
})
