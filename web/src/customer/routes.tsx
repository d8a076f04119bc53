import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'customers', lazy: () => import('./CustomersPage') },
  { path: 'customers/:customerId', lazy: () => import('./CustomerPage') },
];
