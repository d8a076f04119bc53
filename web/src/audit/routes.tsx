import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'audit', lazy: () => import('./AuditPage') },
  { path: 'audit/changes', lazy: () => import('./AuditPage') },
  { path: 'audit/archive/:name', lazy: () => import('./ArchivePage') },
  { path: 'audit/archive/:name/i/:instanceId', lazy: () => import('./ArchivedInstancePage') },
  { path: 'audit/i/:instanceId', lazy: () => import('./InstanceAuditPage') },
  { path: 'audit/records/:table/:record', lazy: () => import('./RecordAuditPage') },
  { path: 'audit/customers/:customerId', lazy: () => import('./CustomerHistoryPage') },
];
