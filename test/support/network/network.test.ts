import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { describeNetwork } from './describe-network.ts'
import { Network, type NetworkHost, whyNoClocks } from './network.ts'

const run = promisify(execFile)

async function startNetwork(...names: string[]): Promise<Network> {
  const network = await Network.start(...names)
  onTestFinished(() => network.stop())
  return network
}

const ECHO =
  "require('node:dgram').createSocket('udp4').on('message', function (m, from) { this.send(m, from.port, from.address) }).bind(7)"
const PING = `
const [address, count] = process.argv.slice(1)
const socket = require('node:dgram').createSocket('udp4')
let sent = 0
const send = () => socket.send(String(process.hrtime.bigint()), 7, address, () => sent++)
socket.on('message', (m) => { console.log(Number(process.hrtime.bigint() - BigInt(String(m))) / 1e6); sent < count ? send() : process.exit() })
send()
setTimeout(() => process.exit(), 500)`

/** Answers whatever comes to its port 7. */
async function startEcho(host: NetworkHost): Promise<void> {
  const [program, ...args] = host.command([
    process.execPath,
    '-e',
    `${ECHO}.on('listening', () => console.log('ready'))`,
  ])
  const echo = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(echo.stdout, 'data')
}

/** Round trips in milliseconds, of those that came back. */
async function ping(from: NetworkHost, to: NetworkHost, count = 3): Promise<number[]> {
  const [program, ...args] = from.command([process.execPath, '-e', PING, to.address, String(count)])
  const { stdout } = await run(program, args)
  return stdout.split('\n').filter(Boolean).map(Number)
}

const namespaces = () => spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout

describeNetwork('hosts in network namespaces', () => {
  it('reach one another as their links say, and are gone afterwards', async () => {
    const network = await startNetwork('a', 'b')
    const [a, b] = [network.host('a'), network.host('b')]
    await startEcho(b)
    expect(await ping(a, b)).toHaveLength(3)
    await b.shape({ delaySeconds: 0.03, jitterSeconds: 0.005 })
    for (const milliseconds of await ping(a, b)) expect(milliseconds).toBeGreaterThan(48)
    await b.shape({ isUp: false })
    expect(await ping(a, b, 1)).toEqual([])
    await b.shape({ isUp: true, delaySeconds: 0, jitterSeconds: 0 })
    expect(await ping(a, b)).toHaveLength(3)
    const before = namespaces()
    await network.stop()
    expect(before).toContain(`sla-${process.pid}-`)
    expect(namespaces()).not.toContain(`sla-${process.pid}-`)
  })

  it.skipIf(whyNoClocks() !== null)('have clocks that are ahead, or behind', async () => {
    const network = await startNetwork('a')
    const seconds = async (clock?: { aheadSeconds: number }) => {
      const [program, ...args] = network.host('a').command([process.execPath, '-p', 'process.hrtime()[0]'], clock)
      return Number((await run(program, args)).stdout) - (process.hrtime()[0] as number)
    }
    expect(await seconds({ aheadSeconds: 500 })).toBeGreaterThan(490)
    expect(await seconds({ aheadSeconds: -500 })).toBeLessThan(-490)
  })
})
