import type { RouteObject } from 'react-router';

import { LoadingState } from '../components/LoadingState';

export const routes: RouteObject[] = [
  { path: '/apply', lazy: () => import('./ApplyPage'), HydrateFallback: LoadingState },
  { path: '/apply/rectified', lazy: () => import('./RectifiedPage'), HydrateFallback: LoadingState },
  { path: '/apply/progress', lazy: () => import('./ProgressPage'), HydrateFallback: LoadingState },
];
