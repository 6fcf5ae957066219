// Everything that a service may do to a client in place of a plain answer, and how the request must be counted.

import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Expectation } from '../../core/scenario/load-plan.ts'
import type { Outcome } from '../../load/recording/outcome.ts'

export interface HostileAnswer {
  readonly name: string
  readonly outcome: Outcome
  /** What it may look like where the client comes late to read it. */
  readonly lateOutcome?: Outcome
  /** Default: any 2xx, whatever its body. */
  readonly expect?: Expectation
  /** What is done once the request was read. */
  readonly answer: (socket: Socket) => void | Promise<void>
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

const bytes = (name: string, outcome: Outcome, text: string | Buffer): HostileAnswer => ({
  name,
  outcome,
  answer: (socket) => void socket.write(text),
})

const closing = (name: string, outcome: Outcome, text: string): HostileAnswer => ({
  name,
  outcome,
  answer: (socket) => void socket.end(text),
})

/**
 * Resets after what was sent has had time to arrive. A client that reads both at once is told of an end instead of a reset:
 * libuv reports a hang-up behind a short read as the end of the stream.
 */
const resetting = (name: string, outcome: Outcome, text: string): HostileAnswer => ({
  name,
  outcome,
  lateOutcome: 'closed',
  answer: async (socket) => {
    socket.write(text)
    await sleep(30)
    socket.resetAndDestroy()
  },
})

/** One piece after the other for as long as the connection lives. */
const endless = (name: string, outcome: Outcome, head: string, piece: string, everyMs: number): HostileAnswer => ({
  name,
  outcome,
  answer: async (socket) => {
    socket.write(head)
    while (socket.writable) {
      socket.write(piece)
      await sleep(everyMs)
    }
  },
})

/** As much as the connection takes, for as long as it lives. */
const flood = (name: string, outcome: Outcome, head: string, piece: string): HostileAnswer => ({
  name,
  outcome,
  expect: { statuses: [], json: { ok: true } },
  answer: (socket) => {
    socket.write(head)
    const drain = () => {
      while (socket.write(piece));
    }
    socket.on('drain', drain)
    drain()
  },
})

const headers = (lines: string) => `HTTP/1.1 200 OK\r\n${lines}Content-Length: 2\r\n\r\nok`

export const HOSTILE_ANSWERS: readonly HostileAnswer[] = [
  bytes('plain', 'completed', OK),
  bytes('no-reason', 'completed', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok'),
  bytes('odd-case', 'completed', 'HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:2\r\n\r\nok'),
  bytes('blanks-around-value', 'completed', headers('X: \t a b \t\r\n')),
  bytes('latin-1-value', 'completed', Buffer.from(headers('X: caf\xe9\r\n'), 'latin1')),
  bytes('same-length-twice', 'completed', headers('Content-Length: 2\r\n').replace('200 OK', '200 Twice')),
  bytes('no-content', 'completed', 'HTTP/1.1 204 No Content\r\n\r\n'),
  bytes('chunks', 'completed', `${CHUNKED}1\r\no\r\n1\r\nk\r\n0\r\n\r\n`),
  bytes('chunk-extensions', 'completed', `${CHUNKED}2;a=b;c="d"\r\nok\r\n0;e\r\n\r\n`),
  bytes('trailers', 'completed', `${CHUNKED}2\r\nok\r\n0\r\nX: y\r\n\r\n`),
  bytes('early-hints', 'completed', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`),
  bytes('continue-twice', 'completed', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2)}${OK}`),
  bytes('two-answers', 'completed', OK + OK),
  closing('until-close', 'completed', 'HTTP/1.1 200 OK\r\n\r\nok'),
  closing('old-and-closed', 'completed', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  closing('close-said', 'completed', headers('Connection: close\r\n')),
  {
    name: 'byte-by-byte',
    outcome: 'completed',
    answer: async (socket) => {
      for (const byte of Buffer.from(OK)) {
        await new Promise<void>((resolve) => socket.write(Buffer.of(byte), () => resolve()))
      }
    },
  },

  bytes('not-found', 'status', headers('').replace('200 OK', '404 Not Found')),
  bytes('redirect', 'status', headers('Location: /elsewhere\r\n').replace('200 OK', '302 Found')),
  bytes('server-error', 'status', headers('').replace('200 OK', '503 Busy')),

  bytes('greeting-of-mail', 'protocol', '220 mail.example.com ESMTP ready\r\n'),
  bytes('greeting-of-ssh', 'protocol', 'SSH-2.0-OpenSSH_9.2\r\n'),
  bytes('http-2', 'protocol', Buffer.from('00001204000000000000030000008000040001000000050000ffff', 'hex')),
  bytes('tls-alert', 'protocol', Buffer.from('15030100020246', 'hex')),
  bytes('zero-bytes', 'protocol', Buffer.alloc(200)),
  bytes('http-9', 'protocol', OK.replace('1.1', '9.9')),
  bytes('status-of-two-digits', 'protocol', OK.replace('200', '20')),
  bytes('status-of-letters', 'protocol', OK.replace('200', '2xx')),
  bytes('header-without-colon', 'protocol', headers('nonsense\r\n')),
  bytes('blank-before-colon', 'protocol', headers('X : y\r\n')),
  bytes('zero-in-name', 'protocol', headers('X\0: y\r\n')),
  bytes('folded-header', 'protocol', headers('X: y\r\n z\r\n')),
  bytes('folded-length', 'protocol', OK.replace(' 2', '\r\n 2')),
  bytes('bare-line-feeds', 'protocol', OK.replaceAll('\r\n', '\n')),
  bytes('lengths-that-differ', 'protocol', headers('Content-Length: 3\r\n')),
  bytes('length-and-chunks', 'protocol', headers('Transfer-Encoding: chunked\r\n')),
  bytes('negative-length', 'protocol', OK.replace('2\r\n', '-2\r\n')),
  bytes('signed-length', 'protocol', OK.replace('2\r\n', '+2\r\n')),
  bytes('hexadecimal-length', 'protocol', OK.replace('2\r\n', '0x2\r\n')),
  bytes('huge-length', 'protocol', OK.replace('2\r\n', '99999999999999999999\r\n')),
  bytes('chunk-of-letters', 'protocol', `${CHUNKED}zz\r\nok\r\n0\r\n\r\n`),
  bytes('negative-chunk', 'protocol', `${CHUNKED}-2\r\nok\r\n0\r\n\r\n`),
  bytes('huge-chunk', 'protocol', `${CHUNKED}ffffffffffffffffff\r\nok`),
  bytes('chunk-too-long', 'protocol', `${CHUNKED}2\r\nokay\r\n0\r\n\r\n`),
  bytes('megabyte-of-head', 'protocol', headers(`X: ${'y'.repeat(1e6)}\r\n`)),
  bytes('thousands-of-headers', 'protocol', headers('X: y\r\n'.repeat(50_000))),

  closing('closed-at-once', 'closed', ''),
  closing('closed-in-head', 'closed', 'HTTP/1.1 200 OK\r\nContent-'),
  closing('closed-in-body', 'closed', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  closing('closed-in-chunk', 'closed', `${CHUNKED}64\r\nhalf`),
  closing('closed-before-last-chunk', 'closed', `${CHUNKED}2\r\nok\r\n`),

  { name: 'reset-at-once', outcome: 'reset', answer: (socket) => void socket.resetAndDestroy() },
  resetting('reset-in-head', 'reset', 'HTTP/1.1 200 OK\r\nContent-'),
  resetting('reset-in-body', 'reset', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  resetting('reset-in-chunk', 'reset', `${CHUNKED}64\r\nhalf`),

  { name: 'silence', outcome: 'timeout', answer: () => {} },
  bytes('head-and-silence', 'timeout', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n'),
  bytes('half-a-head', 'timeout', 'HTTP/1.1 200 OK\r\nContent-Le'),
  bytes('unended-without-length', 'timeout', 'HTTP/1.1 200 OK\r\n\r\nok'),
  endless('endless-body', 'timeout', CHUNKED, `400\r\n${'x'.repeat(1024)}\r\n`, 5),
  endless('endless-without-length', 'timeout', 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(1024), 5),
  endless('slow-headers', 'timeout', 'HTTP/1.1 200 OK\r\n', 'X: y\r\n', 50),
  endless('endless-hints', 'timeout', '', 'HTTP/1.1 103 Early Hints\r\n\r\n', 20),
]

/** Those that would hold up the others: each sends as fast as it can. */
export const HOSTILE_FLOODS: readonly HostileAnswer[] = [
  flood('json-without-end', 'unreadable', CHUNKED, `10000\r\n${' '.repeat(65_536)}\r\n`),
  flood('json-of-600-mb', 'unreadable', OK.replace('2\r\n\r\nok', '629145600\r\n\r\n'), ' '.repeat(65_536)),
  flood('error-without-end', 'status', CHUNKED.replace('200 OK', '500 Oops'), `10000\r\n${' '.repeat(65_536)}\r\n`),
]
