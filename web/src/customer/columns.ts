/** The columns of each register, in the order people read them; other fields of a record stay in the audit. */
export const COLUMNS = {
  sites: ['number', 'address', 'purpose', 'valid_from', 'valid_until'],
  supply_points: ['number', 'riser', 'pressure', 'design_flow', 'regulator', 'valid_from', 'valid_until'],
  appliances: ['kind', 'model', 'rated_flow', 'quantity'],
  meters: ['serial', 'type', 'size', 'state', 'supply_point', 'installed_at', 'removed_at', 'reading_in', 'seal_numbers', 'verified_until'],
  contracts: ['number', 'state', 'signed_on', 'valid_from', 'valid_until', 'monthly_volume'],
  accounts: ['method', 'bank', 'account_name', 'account_no', 'agreement_no', 'valid_from', 'valid_until'],
  charges: ['number', 'kind', 'amount', 'volume', 'charged_at', 'due_on', 'state'],
  payments: ['reference', 'amount', 'method', 'paid_at'],
  contacts: ['name', 'phone', 'duty', 'valid_from', 'valid_until'],
  theft_cases: ['number', 'source', 'state', 'outcome', 'recovered_amount', 'opened_at'],
  volumes: ['number', 'title', 'shelf', 'filed_at', 'keep_until'],
  hazards: ['number', 'grade', 'place', 'description', 'found_at', 'due_on', 'state'],
} as const;

/** The lists of the registers, by the parts of a customer's file. */
export const LIST_OF: Partial<Record<string, string>> = { supply_points: 'supply-points', theft_cases: 'theft-cases' };
export type Register = keyof typeof COLUMNS;
