/** An online service as the configuration describes it (`services[]`), as far as handing over goes. */
export type OnlineService = {
  /** The purpose code. */
  readonly code: string
  readonly target: {
    readonly type: 'directory'
    /** Absolute. */
    readonly path: string
  }
  readonly retry: {
    /** Seconds before the second attempt; doubled after every failure. */
    readonly firstSeconds: number
    readonly lastSeconds: number
    /** Attempts before a person must look. */
    readonly attempts: number
  }
  /** Hand-overs begun a second. */
  readonly rate: number
  /** Hand-overs under way at the same time in one process. */
  readonly concurrency: number
}
