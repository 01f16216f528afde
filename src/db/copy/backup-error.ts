/** A backup that cannot be made or used; the message says why and what to do, and nothing has been changed. */
export class BackupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BackupError'
  }
}

export const cutOff = (cause?: unknown): BackupError =>
  new BackupError('The backup was cut off: its end is missing. Take another copy of it; nothing was changed.', cause)

export const damaged = (where: string, cause?: unknown): BackupError =>
  new BackupError(`The backup is damaged: ${where}. Take another copy of it; nothing was changed.`, cause)

export const noBackup = (cause?: unknown): BackupError =>
  new BackupError('The file is not a backup of Backhaul; name one that `backhaul backup` has written.', cause)
