import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'imports', lazy: () => import('./ImportsPage') },
  { path: 'imports/:runId', lazy: () => import('./ImportPage') },
  { path: 'suspicions', lazy: () => import('./SuspicionsPage') },
  { path: 'payment-problems', lazy: () => import('./PaymentProblemsPage') },
  { path: 'collections', lazy: () => import('./CollectionsPage') },
  { path: 'collections/:collectionId', lazy: () => import('./CollectionPage') },
];
