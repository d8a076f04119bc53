import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [{ path: 'me/access', lazy: () => import('./AccessPage') }];
