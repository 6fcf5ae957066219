// What an engine makes of an image: the configuration of an OCI runtime, on stdout. Plain JavaScript, for build-and-run.
//   node write-bundle.mjs <output of buildah inspect> <its root> <folder of the runs> [command…]

import { readFileSync } from 'node:fs'

const [inspected, root, runs, ...command] = process.argv.slice(2)
const { Entrypoint, Cmd, Env, WorkingDir, User } = JSON.parse(readFileSync(inspected, 'utf8')).Docker.config
const [uid, gid] = User.split(':').map(Number)
if (!(uid > 0 && gid > 0)) throw new Error(`the image's user: expected numbers other than 0, got ${User}`)

const mount = (destination, type, ...options) => ({ destination, type, source: type, options })
const configuration = {
  ociVersion: '1.0.2',
  process: {
    terminal: false,
    user: { uid, gid },
    args: [...Entrypoint, ...(command.length > 0 ? command : Cmd)],
    env: Env,
    cwd: WorkingDir,
    noNewPrivileges: true,
    capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
  },
  root: { path: root, readonly: true },
  hostname: 'sla-harness',
  mounts: [
    mount('/proc', 'proc'),
    mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
    { destination: '/sla/reports/runs', type: 'bind', source: runs, options: ['bind', 'rw'] },
  ],
  linux: {
    namespaces: ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type })),
    resources: {},
  },
}
process.stdout.write(JSON.stringify(configuration))
