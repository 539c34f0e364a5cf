/** Where an FTP server lets the benchmark in. */
export type FtpAccount = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** The folder that is served, as a client names it: empty where the client sees it as the root. */
  readonly root: string
}
