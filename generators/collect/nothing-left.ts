import { UserError } from '../../core/user-error.ts'

/** A run left nothing that could be judged. */
export class NothingLeft extends UserError {}
