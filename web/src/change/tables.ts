/** The table behind a register's list, for those whose records can be proposed to change. */
export const TABLES: Readonly<Record<string, string>> = {
  customers: 'registers_customer',
  contacts: 'registers_contact',
  'supply-points': 'registers_supplypoint',
  meters: 'registers_meter',
  installations: 'registers_meterinstallation',
  readings: 'registers_reading',
  'meter-tests': 'registers_metertest',
  contracts: 'registers_contract',
  accounts: 'registers_paymentaccount',
  risers: 'registers_riser',
  regulators: 'registers_regulator',
};
