import type { PersonRef, UnitRef } from './base';

export interface DemoUser extends PersonRef { role_name: string }
export interface Session {
  csrf_token: string;
  authenticated: boolean;
  demo_mode: boolean;
  single_sign_on?: boolean;
  demo_users?: DemoUser[];
}

export interface May {
  design: boolean;
  deploy: boolean;
  audit: boolean;
  administer: boolean;
  send_messages: boolean;
  see_customers: boolean;
  propose_changes: boolean;
  import_settlement: boolean;
  import_readings: boolean;
  import_meters: boolean;
}
export interface Me extends PersonRef {
  language: string;
  unit: UnitRef | null;
  roles: { key: string; name: string; unit: UnitRef }[];
  may: May;
  demo_mode: boolean;
  stands_in?: PersonRef[];
  emergencies?: { id: string; user: PersonRef; role: string; ends_at: string }[];
  unfinished?: '' | 'password' | 'second_factor';
  counts: { mine: number; group: number; overdue: number };
}
