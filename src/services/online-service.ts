/** An online service as the configuration describes it (`services[]`), as far as handing over goes. */
export type OnlineService = {
  /** The purpose code. */
  readonly code: string
  readonly target: DirectorySettings | HttpSettings | WorkerSettings
  readonly retry: {
    /** Seconds before the second attempt; doubled after every failure. */
    readonly firstSeconds: number
    readonly lastSeconds: number
    /** Attempts before a person must look. */
    readonly attempts: number
  }
  /** When the target is left alone, by environment. */
  readonly breaker: {
    /** In a row. */
    readonly failures: number
    /** Seconds until one hand-over tries; doubled after every vain try. */
    readonly firstSeconds: number
    readonly lastSeconds: number
  }
  /** Hand-overs begun a second. */
  readonly rate: number
  /** Hand-overs under way at the same time in one process. */
  readonly concurrency: number
}

export type DirectorySettings = {
  readonly type: 'directory'
  /** Absolute. */
  readonly path: string
}

/** Paths of files are absolute, or empty for none. */
export type HttpSettings = {
  readonly type: 'http'
  /** `{environment}` stands for R, T or S. */
  readonly url: string
  /** Where a doubtful hand-over is asked after; `{key}` stands for its key. Empty: it is sent again. */
  readonly askUrl: string
  /** Authorities of the service's certificate, in place of the usual ones. */
  readonly caFile: string
  /** Ours, with its key. */
  readonly certificateFile: string
  readonly keyFile: string
  readonly tokenFile: string
  readonly connectSeconds: number
  /** Without a byte either way. */
  readonly silenceSeconds: number
  readonly totalSeconds: number
  readonly answerBytes: number
  /** The longest wait that the service may ask for. */
  readonly retryAfterSecondsMax: number
}

/** The service takes its jobs itself. */
export type WorkerSettings = {
  readonly type: 'worker'
  /** Whether jobs are put into its queue, or it asks for the next one by itself. */
  readonly queue: boolean
}
