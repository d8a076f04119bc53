/** Resolves when the text is empty or a JSON object; rejects with the complaint. */
export function checkObject(text: string | undefined, complaint: string): Promise<void> {
  if (!text?.trim()) return Promise.resolve();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Promise.resolve();
  } catch {
    // Said below.
  }
  return Promise.reject(new Error(complaint));
}
