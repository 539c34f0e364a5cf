/** A request that cannot be served; the session goes on. One table per protocol maps `code` to the protocol's status. */
export type Refusal = {
  readonly code: RefusalCode
  /** What was wrong, without paths, addresses of ours or anything of other senders. */
  readonly cause: string
  /** What the client's user can do about it. */
  readonly remedy: string
  /** The same in every language: a key of the texts of where people meet it (portal: `refusal.<key>.cause` and `.remedy`), with these values filled in. */
  readonly told?: { readonly key: string; readonly values?: Readonly<Record<string, string | number>> }
}

export type RefusalCode =
  | 'SLU-NAME' // a name with an illegal byte or length
  | 'SLU-FOLDER' // no such folder, or not allowed in it
  | 'SLU-MISSING' // no such file
  | 'SLU-EXISTS' // the target of a rename exists
  | 'SLU-READ' // files in IN folders cannot be read back
  | 'SLU-WRITE' // OUT folders cannot be written
  | 'SLU-SIZE' // over the size limit
  | 'SLU-TRIGGER' // GO or TD over its limit
  | 'SLU-HOLE' // bytes are missing in the middle
  | 'SLU-SEALED' // the set was sealed, its members cannot change
  | 'SLU-QUOTA' // too many or too large open files of this sender
  | 'SLU-NAMES' // too many misnamed files in an hour
  | 'SLU-SET' // too many files in the set of a misnamed one
  | 'SLU-DISK' // the disk reserve is reached
  | 'SLU-STORE' // the bytes could not be made durable
  | 'SLU-SUSPENDED' // the channel is suspended
  | 'SLU-HANDLES' // too many open handles
  | 'SLU-SESSIONS' // too many sessions
  | 'SLU-OPERATION' // not offered here
  | 'SLU-PARTIAL' // the connection ended before the upload did
  | 'SLU-LOGIN' // not let in
  | 'SLU-TLS' // TLS is required, or was not used as it must be
  | 'SLU-KEY' // a public key that cannot be registered
  | 'SLU-CERTIFICATE' // a certificate that cannot be registered
  | 'SLU-NUMBER' // an enterprise or sender number that is not one
  | 'SLU-STATE' // the object is not in a state that allows this
  | 'SLU-CONFLICT' // somebody else changed it meanwhile
  | 'SLU-UNKNOWN' // no such enterprise, sender, service …
  | 'SLU-RIGHTS' // seen, but not allowed to do that
  | 'SLU-REAUTH' // allowed after a fresh and strong sign-in
  | 'SLU-PASSWORD' // a password that breaks the rule
  | 'SLU-INPUT' // a field that cannot be taken as it is
  | 'SLU-METHOD' // this way of signing in is switched off, or is the last one
  | 'SLU-VERSION' // another version of it was looked at
  | 'SLU-PURPOSE' // no answer of this online service
  | 'SLU-XML' // a document that cannot be read
  | 'SLU-FORM' // a document of another kind
  | 'SLU-SCHEMA' // a document that breaks its schema
  | 'SLU-REFERENCE' // a document that names no declaration, or another one
  | 'SLU-BUSY' // come back later

export function refusal(code: RefusalCode, cause: string, remedy: string, told?: Refusal['told']): Refusal {
  return { code, cause, remedy, ...(told && { told }) }
}

/** One line for protocols that carry one: `SLU-SIZE: cause Remedy.` */
export function refusalLine({ code, cause, remedy }: Refusal): string {
  return `${code}: ${cause} ${remedy}`
}
