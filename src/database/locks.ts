/** Advisory locks as PostgreSQL's pairs of numbers: the first is ours, so that BullMQ's in the same database never meet them. */
const SLUICE = 0x51ce

export const LOCKS = {
  /** Held by the daemon as long as it lives (decision 27). */
  daemon: [SLUICE, 1],
  /** Held shared by each command (decision 27). */
  command: [SLUICE, 2],
  /** Held while one comes or goes, so that two who go at once do not both think the other stays. */
  door: [SLUICE, 3],
  migration: [SLUICE, 4],
  /** Held while an operator is changed, so that two who change each other come one after the other. */
  operators: [SLUICE, 21],
  /** Held while an address is banned, so that bans come one after the other. */
  bans: [SLUICE, 27],
  /** Held while a minute of the history is written. */
  history: [SLUICE, 25],
  /** Held shared by each backup from its first look until its last copy; nothing leaves the disk meanwhile. */
  backup: [SLUICE, 31],
}
