import { createBrowserRouter, Navigate } from 'react-router';

import { routes as admin } from '../admin/routes';
import { routes as apply } from '../apply/routes';
import { routes as audit } from '../audit/routes';
import { routes as change } from '../change/routes';
import { routes as customer } from '../customer/routes';
import { routes as design } from '../design/routes';
import { routes as exchange } from '../exchange/routes';
import { routes as inbox } from '../inbox/routes';
import { routes as instance } from '../instance/routes';
import { routes as login } from '../login/routes';
import { routes as me } from '../me/routes';
import { routes as outside } from '../outside/routes';
import { routes as access } from '../access/routes';
import { routes as registers } from '../registers/routes';
import { routes as repair } from '../repair/routes';
import { routes as reports } from '../reports/routes';
import { routes as rights } from '../rights/routes';
import { routes as search } from '../search/routes';
import { routes as start } from '../start/routes';
import { LoadingState } from '../components/LoadingState';
import { AreaError } from './AreaError';
import { Layout } from './Layout';
import { NotFound } from './NotFound';

export const router = createBrowserRouter([
  ...login,
  ...apply,
  {
    path: '/',
    element: <Layout />,
    errorElement: <AreaError />,
    HydrateFallback: LoadingState,
    children: [
      {
        errorElement: <AreaError />,
        children: [
          { index: true, element: <Navigate to="/inbox" replace /> },
          ...inbox, ...start, ...instance, ...customer, ...change, ...registers, ...access, ...search, ...reports, ...me, ...rights,
          ...design, ...audit, ...admin, ...outside, ...repair, ...exchange,
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
