import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [{ path: 'i/:instanceId', lazy: () => import('./InstancePage') }];
