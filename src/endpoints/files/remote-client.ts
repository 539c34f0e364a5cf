/** What a sender's own program needs of a connection to the gateway, whatever protocol it speaks. */
import type { Result } from '../../base/result.ts'

/** What the server said no to: its status (SFTP) or reply code (FTP), and its sentence (`SLU-SIZE: …`). */
export type RemoteFault = { readonly status: number; readonly message: string }

export type RemoteFile = {
  readonly name: string
  readonly bytes: number
  /** Null when the server does not say it in a form that can be relied on. */
  readonly modifiedAt: Date | null
}

/** Every method throws `Unavailable` when the connection breaks. */
export type RemoteClient = AsyncDisposable & {
  /** Ok once the server has answered the end of the upload: it is answerable for the file. `onProgress` gets the bytes taken so far. */
  put(path: string, bytes: Uint8Array, onProgress?: (bytesTaken: number) => void): Promise<Result<void, RemoteFault>>
  read(path: string): Promise<Result<Buffer, RemoteFault>>
  list(folder: string): Promise<Result<readonly RemoteFile[], RemoteFault>>
  remove(path: string): Promise<Result<void, RemoteFault>>
}
