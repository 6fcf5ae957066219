import { UserError } from '../../core/user-error.ts'

/** Another process listens on the port. */
export class PortTakenError extends UserError {
  readonly port: number

  constructor(message: string, port: number, options: ErrorOptions) {
    super(message, options)
    this.port = port
  }
}
