import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'changes/bulk', lazy: () => import('./BulkPage') },
  { path: 'changes/new-customer', lazy: () => import('./NewCustomerPage') },
];
