import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'start', lazy: () => import('./StartPage') },
  { path: 'start/:key', lazy: () => import('./StartFormPage') },
];
