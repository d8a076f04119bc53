/** Where to go after a log-in: only a path of this site, else the inbox. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/inbox';
}
