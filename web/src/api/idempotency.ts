/**
 * A giver of Idempotency-Keys: the same body gets the same key (a retry of one submission),
 * a changed body a new one (another submission).
 */
export function submissionKeys(): (body: unknown) => string {
  let last = { text: '', key: '' };
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last.text || !last.key) last = { text, key: crypto.randomUUID() };
    return last.key;
  };
}
