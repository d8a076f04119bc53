import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'registers', lazy: () => import('./RegisterPage') },
  { path: 'registers/:register', lazy: () => import('./RegisterPage') },
  { path: 'registers/:register/:recordId', lazy: () => import('./RecordPage') },
];
