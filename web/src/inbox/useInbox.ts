import { App } from 'antd';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';

import type { UserTask } from '../api/types';
import { useShortcuts } from '../app/useShortcuts';
import { filtersFrom, inboxPath, type Filters } from './filters';
import { useClaimUserTask } from './useClaimUserTask.mutation';
import { useInboxList, type InboxList } from './useInboxList';
import { useUnclaimUserTask } from './useUnclaimUserTask.mutation';

export interface Inbox {
  filters: Filters;
  list: InboxList;
  openId: string | null;
  selected: UserTask[];
  filter: (part: Partial<Filters>) => void;
  pathTo: (userTaskId: string) => string;
  toggle: (userTaskId: string) => void;
  clearSelection: () => void;
  close: () => void;
  openNext: (next: UserTask | undefined) => void;
}

function neighbour(rows: UserTask[], openId: string | null, lastIndex: number, step: number): UserTask | undefined {
  const index = rows.findIndex((task) => task.id === openId);
  if (index >= 0) return rows[index + step];
  return rows[Math.min(Math.max(lastIndex, 0), rows.length - 1)];
}

/** The inbox's state: filters and open task from the address, rows from the server, selection here. */
export function useInbox(): Inbox {
  const { t } = useTranslation('inbox');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { userTaskId: openId = null } = useParams<'userTaskId'>();
  const [query] = useSearchParams();
  const filters = filtersFrom(query);
  const list = useInboxList(filters, openId);
  const [selectedIds, setSelectedIds] = useState<string[]>([]);
  const lastIndex = useRef(0);
  const claim = useClaimUserTask();
  const unclaim = useUnclaimUserTask();

  const at = list.rows.findIndex((task) => task.id === openId);
  if (at >= 0) lastIndex.current = at;
  const selected = list.rows.filter((task) => selectedIds.includes(task.id));
  // A key pressed before the router has shown the next task already means that one.
  const wanted = useRef(openId);
  useLayoutEffect(() => {
    wanted.current = openId;
  }, [openId]);
  const opened = (): UserTask | undefined => list.rows.find((task) => task.id === wanted.current);
  const go = (task: UserTask | undefined): void => {
    if (!task) return;
    wanted.current = task.id;
    void navigate(inboxPath(filters, task.id));
  };
  const toggle = (id: string): void =>
    setSelectedIds((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
  const close = (): void => void navigate(inboxPath(filters));
  const changeHands = (): void => {
    const open = opened();
    if (!open) return;
    const say = (error: Error): void => void message.error(error.message);
    if (open.may.claim) claim.mutate(open.id, { onSuccess: () => void message.success(t('claimed')), onError: say });
    else if (open.may.unclaim) unclaim.mutate(open.id, { onSuccess: () => void message.success(t('unclaimed')), onError: say });
  };
  useShortcuts({
    j: () => go(neighbour(list.rows, wanted.current, lastIndex.current, 1)),
    k: () => go(neighbour(list.rows, wanted.current, lastIndex.current - 1, -1)),
    c: changeHands,
    x: () => {
      const open = opened();
      if (open?.may.claim) toggle(open.id);
    },
    '/': () => document.getElementById('inbox-search')?.focus(),
    Escape: () => (selected.length > 0 ? setSelectedIds([]) : close()),
  });

  return {
    filters, list, openId, selected, toggle, close,
    filter: (part) => void navigate(inboxPath({ ...filters, ...part }, part.view ? null : openId), { replace: !part.view }),
    pathTo: (id) => inboxPath(filters, id),
    clearSelection: () => setSelectedIds([]),
    openNext: (next) => {
      const following = next ?? neighbour(list.rows.filter((task) => task.id !== openId), null, lastIndex.current, 0);
      void navigate(inboxPath(filters, following?.id), { replace: true });
    },
  };
}
