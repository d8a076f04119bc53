import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'design', lazy: () => import('./DefinitionListPage') },
  { path: 'design/p/:key', lazy: () => import('./DefinitionPage') },
  { path: 'design/p/:key/diff', lazy: () => import('./versions/DiffRedirect') },
];
