import { describe, expect, it } from 'vitest'
import type { Environment } from '../../core/environment.ts'
import { commandLine, ownCommand, shellWord } from '../../harness/own-command.ts'

interface Place {
  readonly sentence: string
  readonly packageRoot: string
  readonly cwd: string
  readonly environment?: Environment
  /** Links, and what they point at. */
  readonly links?: Readonly<Record<string, string>>
  readonly expected: string
}

const CLONE = '/src/sla-harness'
const INSTALLED = '/shop/node_modules/sla-harness'
const GLOBAL = '/usr/lib/node_modules/sla-harness'

const places: Place[] = [
  { sentence: 'a clone', packageRoot: CLONE, cwd: CLONE, expected: 'npm run scenario spike -- --seed 7' },
  {
    sentence: 'a clone, from a folder below',
    packageRoot: CLONE,
    cwd: CLONE,
    environment: { npm_package_json: `${CLONE}/package.json`, INIT_CWD: `${CLONE}/scenarios` },
    expected: 'npm run scenario spike -- --seed 7',
  },
  {
    sentence: 'a clone, called with --prefix from elsewhere',
    packageRoot: CLONE,
    cwd: CLONE,
    environment: { npm_package_json: `${CLONE}/package.json`, INIT_CWD: '/shop' },
    expected: 'npm --prefix /src/sla-harness run scenario spike -- --seed 7',
  },
  {
    sentence: 'a clone that another npm script called',
    packageRoot: CLONE,
    cwd: CLONE,
    environment: { npm_package_json: '/shop/package.json', INIT_CWD: '/shop' },
    expected: 'npm run scenario spike -- --seed 7',
  },
  {
    sentence: 'a clone, called by its path from elsewhere',
    packageRoot: CLONE,
    cwd: '/shop',
    expected: 'node /src/sla-harness/dist/cli.js scenario spike --seed 7',
  },
  {
    sentence: 'a dependency',
    packageRoot: INSTALLED,
    cwd: '/shop',
    expected: 'npx sla-harness scenario spike --seed 7',
  },
  {
    sentence: "a dependency, from a folder below the project's",
    packageRoot: INSTALLED,
    cwd: '/shop/sla/checkout',
    expected: 'npx sla-harness scenario spike --seed 7',
  },
  {
    sentence: 'a dependency that is a link',
    packageRoot: CLONE,
    cwd: '/shop',
    links: { [INSTALLED]: CLONE },
    expected: 'npx sla-harness scenario spike --seed 7',
  },
  {
    sentence: 'a clone beside a dependency of another version',
    packageRoot: CLONE,
    cwd: '/shop',
    links: { [INSTALLED]: INSTALLED },
    expected: 'node /src/sla-harness/dist/cli.js scenario spike --seed 7',
  },
  {
    sentence: 'a global package',
    packageRoot: GLOBAL,
    cwd: '/shop',
    environment: { PATH: '/bin:/usr/bin' },
    links: { '/usr/bin/sla-harness': `${GLOBAL}/dist/cli.js` },
    expected: 'sla-harness scenario spike --seed 7',
  },
]

describe('ownCommand', () => {
  it.each(places)('of $sentence: $expected', ({ packageRoot, cwd, environment = {}, links = {}, expected }) => {
    const realPath = (path: string) => links[path] ?? (path === packageRoot ? path : null)
    const own = ownCommand({ packageRoot, cwd, environment, realPath })
    expect(commandLine(own, 'scenario', 'spike', ['--seed 7'])).toBe(expected)
  })

  it('leaves -- out where there are no flags', () => {
    expect(commandLine({ call: 'npm run', isNpmScript: true }, 'scenario', 'spike')).toBe('npm run scenario spike')
  })
})

describe('shellWord', () => {
  it.each([
    ['spike', 'spike'],
    ['sla/checkout.yaml', 'sla/checkout.yaml'],
    ['my scenario.yaml', "'my scenario.yaml'"],
    ["it's", "'it'\\''s'"],
    ['http://a/?b=c&d=[redacted]', "'http://a/?b=c&d=[redacted]'"],
    ['$(reboot)', "'$(reboot)'"],
  ])('%s is typed as %s', (text, expected) => {
    expect(shellWord(text)).toBe(expected)
  })
})
