import type { Children } from '../elements.ts'
import { Field, FieldError, type FieldProps } from './field.tsx'

/** What may be chosen, told by the script `file-size` before anything is sent. */
export type FilesMost = {
  /** Of each file. */
  readonly fileBytes: number
  readonly files?: number
  /** Of all together. */
  readonly filesBytes?: number
  readonly message: Children
}

type FileFieldProps = FieldProps & {
  /** Endings such as `.cer,.pem`. */
  readonly accept?: string
  readonly isMultiple?: boolean
  readonly most?: FilesMost
}

export function FileField({ accept, isMultiple, most, ...props }: FileFieldProps) {
  return (
    <Field
      {...props}
      control={({ id, describedBy, isWrong }) => (
        <>
          <input
            type="file"
            id={id}
            name={props.name}
            accept={accept}
            multiple={isMultiple}
            data-file-bytes={most?.fileBytes}
            data-files={most?.files}
            data-files-bytes={most?.filesBytes}
            aria-invalid={isWrong ? 'true' : undefined}
            aria-describedby={describedBy}
          />
          {most && (
            <FieldError id={`${id}-too-large`} isHidden>
              {most.message}
            </FieldError>
          )}
        </>
      )}
    />
  )
}
