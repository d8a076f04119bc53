/** The page that shows a record's own history, when there is one. */
export function recordPath(table: string, record: string | null): string | null {
  if (!record) return null;
  if (table === 'registers_customer') return `/audit/customers/${record}`;
  if (table === 'process_instance') return `/audit/i/${record}`;
  return /^(registers|people)_|^(attachment|document|data_store)$/.test(table) ? `/audit/records/${table}/${encodeURIComponent(record)}` : null;
}
