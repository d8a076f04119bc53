import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'admin/outbox', lazy: () => import('./OutboxPage') },
  { path: 'admin/credentials', lazy: () => import('./CredentialsPage') },
];
