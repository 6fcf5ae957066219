// report.json: `run.target`, how the target was reached and who was at the other end.

import * as z from 'zod'
import { ADDRESS_CHOICES } from '../../route/route.ts'
import { count } from './values.ts'

export const reportedTarget = z
  .object({
    socket: z.string().exactOptional().describe('The unix domain socket. Absent without one.'),
    host: z.string().exactOptional().describe("The Host header, where it is not the URL's host."),
    choice: z
      .enum(ADDRESS_CHOICES)
      .exactOptional()
      .describe('How the addresses behind the name were used. Absent where each connection looked the name up itself.'),
    knownAddresses: z
      .array(z.string())
      .exactOptional()
      .describe('All addresses of the name, looked up once before the run. Absent as `choice` is.'),
    addresses: z
      .array(
        z.object({
          address: z.string(),
          opened: count.describe('Connections that could be used, each time that one was opened.'),
          failed: count.describe('Attempts that failed; known where the address was chosen beforehand.'),
          reason: z.string().nullable().describe('Why the last of them failed.'),
        }),
      )
      .describe('Those that connections were opened to.'),
    tls: z
      .object({
        protocol: z.string(),
        cipher: z.string(),
        subject: z.string().nullable().describe("Of the service's certificate."),
        issuer: z.string().nullable(),
        validTo: z.string().nullable().describe('When it expires, in ISO 8601.'),
        verified: z.boolean(),
        clientCertificate: z.boolean().describe('Whether the client had a certificate to show.'),
      })
      .nullable()
      .describe('Of the first connection that could be used. Null without TLS.'),
  })
  .describe("How one's own service was reached. Absent for the bundled server, and in reports of 0.1 and 0.2.")
