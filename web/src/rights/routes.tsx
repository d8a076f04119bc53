import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'me/security', lazy: () => import('./SecurityPage') },
  { path: 'me/substitutes', lazy: () => import('./SubstitutesPage') },
  { path: 'admin/substitutes', lazy: () => import('./SubstitutesPage') },
  { path: 'admin/users', lazy: () => import('./AccountsPage') },
  { path: 'admin/users/:username', lazy: () => import('./AccountPage') },
  { path: 'admin/units', lazy: () => import('./UnitsPage') },
  { path: 'admin/rights-changes', lazy: () => import('./RightsChangesPage') },
  { path: 'admin/rights', lazy: () => import('./MatrixPage') },
  { path: 'admin/calendar', lazy: () => import('./CalendarPage') },
  { path: 'admin/log-ins', lazy: () => import('./LogInsPage') },
];
