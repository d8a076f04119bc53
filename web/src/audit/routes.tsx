import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'audit', lazy: () => import('./AuditPage') },
  { path: 'audit/changes', lazy: () => import('./AuditPage') },
  { path: 'audit/i/:instanceId', lazy: () => import('./InstanceAuditPage') },
  { path: 'audit/records/:table/:record', lazy: () => import('./RecordAuditPage') },
  { path: 'audit/customers/:customerId', lazy: () => import('./CustomerHistoryPage') },
];
