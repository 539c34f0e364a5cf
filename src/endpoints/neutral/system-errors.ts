/** The operating system's errors as refusals; what is not the client's affair is thrown on. */
import { type Refusal, type RefusalCode, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'

// biome-ignore format: a table
const REFUSALS: Readonly<Record<string, readonly [code: RefusalCode, cause: string]>> = {
  ENOENT:       ['SLU-MISSING',   'There is no such file or folder.'],
  ENOTDIR:      ['SLU-MISSING',   'A part of the path is not a folder.'],
  ELOOP:        ['SLU-MISSING',   'There are too many links in the path.'],
  EEXIST:       ['SLU-EXISTS',    'Something of that name is there already.'],
  EACCES:       ['SLU-FOLDER',    'The operating system does not permit it.'],
  EPERM:        ['SLU-FOLDER',    'The operating system does not permit it.'],
  EROFS:        ['SLU-FOLDER',    'The file system is read-only.'],
  ENOTEMPTY:    ['SLU-STATE',     'The folder is not empty.'],
  EISDIR:       ['SLU-STATE',     'It is a folder.'],
  EINVAL:       ['SLU-STATE',     'The operating system does not know what to do with it.'],
  EXDEV:        ['SLU-STATE',     'The two places are on different file systems.'],
  EBUSY:        ['SLU-STATE',     'It is in use.'],
  ETXTBSY:      ['SLU-STATE',     'It is in use.'],
  ENXIO:        ['SLU-STATE',     'It cannot be opened.'],
  EBADF:        ['SLU-STATE',     'It was not opened for that.'],
  ENAMETOOLONG: ['SLU-NAME',      'The name is too long.'],
  EFBIG:        ['SLU-SIZE',      'The file would become too large.'],
  ENOSPC:       ['SLU-DISK',      'The disk is full.'],
  EDQUOT:       ['SLU-DISK',      'The quota is used up.'],
  EMFILE:       ['SLU-HANDLES',   'Too many files are open.'],
}

const REMEDY = 'Check the path.'

/** Does `work` and turns what the operating system refuses into a value. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Refusal>> {
  try {
    return ok(await work())
  } catch (error) {
    const known = error instanceof Error && 'code' in error ? REFUSALS[String(error.code)] : undefined
    if (!known) throw error
    return no(refusal(known[0], known[1], REMEDY))
  }
}

export function systemErrorOf(code: string): Error {
  return Object.assign(new Error(code), { code })
}
