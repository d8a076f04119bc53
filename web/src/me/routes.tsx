import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'me', lazy: () => import('./MePage') },
  { path: 'my/started', lazy: () => import('./StartedPage') },
  { path: 'my/done', lazy: () => import('./DonePage') },
  { path: 'notifications', lazy: () => import('./NotificationsPage') },
];
