import type { RouteObject } from 'react-router';

import { LoadingState } from '../components/LoadingState';

export const routes: RouteObject[] = [{ path: '/login', lazy: () => import('./LoginPage'), HydrateFallback: LoadingState }];
