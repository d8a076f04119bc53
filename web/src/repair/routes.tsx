import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'admin/incidents', lazy: () => import('./IncidentsPage') },
  { path: 'admin/instances', lazy: () => import('./InstancesPage') },
  { path: 'admin/batches', lazy: () => import('./BatchesPage') },
  { path: 'admin/batches/:batchId', lazy: () => import('./BatchPage') },
  { path: 'admin/migrate/:key', lazy: () => import('./MigratePage') },
];
