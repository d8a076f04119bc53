/** The page that shows a record's own history, when there is one. */
export function recordPath(table: string, record: string | null): string | null {
  return record && table === 'registers_customer' ? `/audit/customers/${record}` : null;
}
