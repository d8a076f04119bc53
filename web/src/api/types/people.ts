import type { PersonRef, UnitRef } from './base';

export interface DemoUser extends PersonRef { role_name: string }
export interface Session {
  csrf_token: string;
  authenticated: boolean;
  demo_mode: boolean;
  demo_users?: DemoUser[];
}

export interface May {
  design: boolean;
  deploy: boolean;
  audit: boolean;
  administer: boolean;
  send_messages: boolean;
  see_customers: boolean;
}
export interface Me extends PersonRef {
  language: string;
  unit: UnitRef | null;
  roles: { key: string; name: string; unit: UnitRef }[];
  may: May;
  demo_mode: boolean;
  counts: { mine: number; group: number; overdue: number };
}
