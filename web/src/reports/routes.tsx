import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'reports', lazy: () => import('./ReportsPage') },
  { path: 'reports/:reportKey', lazy: () => import('./ReportPage') },
];
