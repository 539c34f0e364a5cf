import { Fragment } from 'preact'

/** A file name with its parts captioned. */
export function FileNameParts({ parts }: { readonly parts: readonly (readonly [text: string, caption: string])[] }) {
  return (
    <p class="name">
      {parts.map(([text, caption], index) => (
        <Fragment key={caption}>
          {index > 0 && <i>.</i>}
          <span data-is={caption}>{text}</span>
        </Fragment>
      ))}
    </p>
  )
}
