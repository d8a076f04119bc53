import {
  AuditOutlined, BarChartOutlined, DatabaseOutlined, FileDoneOutlined, FormOutlined, IdcardOutlined, InboxOutlined, PartitionOutlined, PlayCircleOutlined,
  SearchOutlined, SettingOutlined, SwapOutlined, TeamOutlined, UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

import type { Me } from '../api/types';

export interface Place {
  key: string;
  path: string;
  icon: ReactNode;
  /** Further addresses whose pages belong here. */
  also?: string[];
  shown: (me: Me) => boolean;
}

const always = (): boolean => true;

const PEOPLE_PAGES = ['/admin/units', '/admin/rights', '/admin/rights-changes', '/admin/substitutes', '/admin/log-ins', '/admin/calendar'];

/** The desktop's navigation, in groups. */
export const PLACES: Place[][] = [
  [
    { key: 'inbox', path: '/inbox', icon: <InboxOutlined />, shown: always },
    { key: 'start', path: '/start', icon: <PlayCircleOutlined />, shown: always },
    { key: 'started', path: '/my/started', icon: <FormOutlined />, shown: always },
    { key: 'done', path: '/my/done', icon: <FileDoneOutlined />, shown: always },
  ],
  [
    { key: 'search', path: '/search', icon: <SearchOutlined />, shown: always },
    { key: 'customers', path: '/customers', icon: <TeamOutlined />, shown: (me) => me.may.see_customers },
    { key: 'registers', path: '/registers', icon: <DatabaseOutlined />, shown: (me) => me.may.see_customers },
    { key: 'reports', path: '/reports', icon: <BarChartOutlined />, shown: always },
    { key: 'imports', path: '/imports', icon: <SwapOutlined />, shown: ({ may, roles }) => may.import_readings || may.import_settlement || may.import_meters || may.audit || roles.some(({ key }) => key === 'data_steward') },
  ],
  [
    { key: 'design', path: '/design', icon: <PartitionOutlined />, shown: (me) => me.may.design },
    { key: 'audit', path: '/audit', icon: <AuditOutlined />, shown: (me) => me.may.audit },
    { key: 'people', path: '/admin/users', also: PEOPLE_PAGES, icon: <IdcardOutlined />, shown: (me) => me.may.administer },
    { key: 'admin', path: '/admin', icon: <SettingOutlined />, shown: (me) => me.may.administer },
  ],
];

/** The phone's bottom bar. */
export const BOTTOM_PLACES: Place[] = [
  { key: 'inbox', path: '/inbox', icon: <InboxOutlined />, shown: always },
  { key: 'startShort', path: '/start', icon: <PlayCircleOutlined />, shown: always },
  { key: 'searchShort', path: '/search', icon: <SearchOutlined />, shown: always },
  { key: 'mine', path: '/me', icon: <UserOutlined />, shown: always },
];

/** The key of the place that a page belongs to: the one with the longest address that the page's begins with. */
export function placeOf(pathname: string): string | undefined {
  const inside = (path: string): boolean => pathname === path || pathname.startsWith(`${path}/`);
  const found = PLACES.flat().flatMap((place) => [place.path, ...(place.also ?? [])].filter(inside).map((path) => ({ key: place.key, path })));
  return found.sort((a, b) => b.path.length - a.path.length)[0]?.key;
}
