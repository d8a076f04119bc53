/**
 * A giver of Idempotency-Keys: the same body gets the same key (a retry of one submission),
 * a changed body a new one (another submission).
 */
export function submissionKeys(): (body: unknown) => string {
  let last = { text: '', key: '' };
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last.text || !last.key) last = { text, key: freshKey() };
    return last.key;
  };
}

/** Keys begin with the time: the server's index of them then grows at its end instead of everywhere. */
export function freshKey(now: number = Date.now()): string {
  return `${now.toString(36).padStart(9, '0')}-${crypto.randomUUID()}`;
}
