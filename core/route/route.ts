// How a service is reached where its URL alone does not say it. Nothing in it refers to a file or the environment.

import type { TlsMaterial } from './tls-material.ts'

/** Over which of the addresses behind a name connections are opened. */
export const ADDRESS_CHOICES = ['spread', 'pin'] as const
export type AddressChoice = (typeof ADDRESS_CHOICES)[number]

export interface Route {
  readonly tls?: TlsMaterial
  /** The absolute path of a unix domain socket, to which connections are opened whatever the URL's host. */
  readonly socket?: string
  readonly addresses?: ChosenAddresses
}

/** What a name was resolved to before the run. */
export interface ChosenAddresses {
  readonly choice: AddressChoice
  /** All of them, as the resolver ordered them. */
  readonly known: readonly string[]
  /** Connections are opened to these, one after the other. */
  readonly used: readonly string[]
}

/** By which way one metrics endpoint is reached, where its URL alone does not say it. */
export interface Via {
  /** The absolute path of a unix domain socket. */
  readonly socket?: string
  /** One of the addresses of the URL's host. */
  readonly address?: string
}
