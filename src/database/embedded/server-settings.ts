/**
 * The server's settings, given on its command line so that an upgraded gateway brings its own. What makes a commit durable is said
 * although it is PostgreSQL's default: the promise of `accept` stands on it.
 */
export function serverSettings(socketFolder: string, connectionsMax: number): string[] {
  const settings: Record<string, string | number> = {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    port: 5432,
    // A list of paths: quoted, for a path may hold a comma.
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: connectionsMax,
    shared_buffers: '64MB',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    checkpoint_timeout: '5min',
    // Containers give little shared memory, and our statements are short.
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // A statement's text could name a sender's file; its error is enough.
    log_min_error_statement: 'panic',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
